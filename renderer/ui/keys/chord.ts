// A chord names physical keys (`Control+KeyS`, `F2`), so that a hot key works under any keyboard
// layout.

const modifiers = ['Control', 'Alt', 'Shift', 'Meta'] as const;

const codeForm =
  /^(?:F(?:[1-9]|1[0-2])|Key[A-Z]|Digit\d|Numpad(?:\d|Enter|Add|Subtract|Decimal)|Enter|Escape|Space|Tab|Delete|Insert|Backspace|Home|End|PageUp|PageDown|Arrow(?:Up|Down|Left|Right)|Slash|Minus|Equal)$/;

const printedNames: Readonly<Record<string, string>> = {
  Control: 'Ctrl',
  Escape: 'Esc',
  Delete: 'Del',
  Insert: 'Ins',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Slash: '/',
  Minus: '−',
  Equal: '=',
  NumpadEnter: 'Num Enter',
  NumpadAdd: 'Num +',
  NumpadSubtract: 'Num −',
  NumpadDecimal: 'Num .',
};

/** Whether a chord is written in physical codes with known modifiers, each named once. */
export function isChord(chord: string): boolean {
  const parts = chord.split('+');
  const code = parts.pop() ?? '';
  const known = parts.every((part) => modifiers.some((modifier) => modifier === part));
  return known && new Set(parts).size === parts.length && codeForm.test(code);
}

/**
 * One spelling per chord, so that `Shift+Control+KeyA` and `Control+Shift+KeyA` are found equal.
 */
export function normalizeChord(chord: string): string {
  const parts = chord.split('+');
  const code = parts.pop() ?? '';
  return [...modifiers.filter((modifier) => parts.includes(modifier)), code].join('+');
}

/** What is printed on a key cap: `Control+KeyS` → `Ctrl+S`. */
export function printChord(chord: string): string {
  return normalizeChord(chord)
    .split('+')
    .map(
      (part) => printedNames[part] ?? part.replace(/^(?:Key|Digit)/, '').replace('Numpad', 'Num '),
    )
    .join('+');
}

/**
 * Function keys and chords with Ctrl or Alt act even while a field has the focus; letters do not.
 */
export function actsInFields(chord: string): boolean {
  return /^F\d|^Escape$|(?:^|\+)(?:Control|Alt|Meta)\+/.test(chord);
}
