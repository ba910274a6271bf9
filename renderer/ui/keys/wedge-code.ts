// A keyboard-wedge reader sends key strokes of a US keyboard. Under a Russian or Kazakh layout the
// page sees other letters, so the stroke is read back from the physical code, never from the typed
// letter.

const shiftedDigits = ')!@#$%^&*(';

const marks: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  Space: [' ', ' '],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Backquote: ['`', '~'],
  NumpadAdd: ['+', '+'],
  NumpadSubtract: ['-', '-'],
  NumpadMultiply: ['*', '*'],
  NumpadDivide: ['/', '/'],
  NumpadDecimal: ['.', '.'],
};

/** The character a US keyboard gives for a physical key, or '' for keys that give none. */
export function wedgeCharacter(code: string, shifted: boolean): string {
  if (/^Key[A-Z]$/.test(code)) return shifted ? code.slice(3) : code.slice(3).toLowerCase();
  if (/^Digit\d$/.test(code)) {
    return shifted ? shiftedDigits.charAt(Number(code.slice(5))) : code.slice(5);
  }
  if (/^Numpad\d$/.test(code)) return code.slice(6);
  return marks[code]?.[shifted ? 1 : 0] ?? '';
}
