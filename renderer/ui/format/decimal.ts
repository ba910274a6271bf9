// Decimal text typed by a person <-> an integer in the smallest unit. Own code on purpose:
// locale-aware parsers read a typed `12,5` as 125 under some locales. No floating point takes part
// anywhere.

/** Why a text is not a number of the asked form. */
export type DecimalFault = 'EMPTY' | 'FORM' | 'FRACTION' | 'RANGE';

export type DecimalReading =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly fault: DecimalFault };

/**
 * Spaces a person or a spreadsheet puts between thousands: plain, no-break, narrow no-break, thin.
 */
const groupSpaces = /[\u0020\u00a0\u202f\u2009]/g;
const form = /^(\d*)(?:[.,](\d*))?$/;
const noBreakSpace = '\u00a0';

/**
 * Reads a non-negative decimal, comma and point alike, into an integer of 10^-scale units (scale 3:
 * `12,5` → 12500). Two separators are refused, not guessed; so are digits beyond the scale unless
 * they are zeros.
 */
export function parseDecimal(text: string, scale: number): DecimalReading {
  const compact = text.replace(groupSpaces, '');
  if (compact === '') return { ok: false, fault: 'EMPTY' };
  const match = form.exec(compact);
  const whole = match?.[1] ?? '';
  const fraction = match?.[2] ?? '';
  if (match === null || whole + fraction === '') return { ok: false, fault: 'FORM' };
  if (/[1-9]/.test(fraction.slice(scale))) return { ok: false, fault: 'FRACTION' };
  const value = Number(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return Number.isSafeInteger(value) ? { ok: true, value } : { ok: false, fault: 'RANGE' };
}

export interface DecimalText {
  /** Digits after the separator that the integer carries. */
  readonly scale: number;
  readonly separator: ',' | '.';
  /** Digits after the separator that are always shown; zeros beyond them are dropped. */
  readonly shown: number;
}

/** Writes an integer of 10^-scale units, thousands parted by a no-break space in every language. */
export function writeDecimal(value: number, { scale, separator, shown }: DecimalText): string {
  const digits = String(Math.abs(value)).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale).replace(/\B(?=(\d{3})+$)/g, noBreakSpace);
  const full = digits.slice(digits.length - scale);
  const fraction = full.slice(0, shown) + full.slice(shown).replace(/0+$/, '');
  return (value < 0 ? '−' : '') + (fraction === '' ? whole : whole + separator + fraction);
}

/**
 * Whether a text being typed may still become a decimal of this scale; others are refused at the
 * key.
 */
export function isDecimalPrefix(text: string, scale: number): boolean {
  const match = form.exec(text.replace(groupSpaces, ''));
  return match !== null && (match[2] ?? '').length <= scale;
}
