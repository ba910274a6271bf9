import { assert } from '../assert.ts';
import { ok, refuse, type Result } from '../result.ts';

const PAN_LENGTH_MIN = 12;
const PAN_LENGTH_MAX = 19;
const MASK = '••••';

// Magnetic tracks as a keyboard-wedge reader types them. With the Russian layout on, the reader's
// `;` arrives as «ж», `%B` as `%И` and `^` as `:`; digits and `=` are the same keys.
const TRACK_2 = /[;жЖ]([\d ]+)=/;
const TRACK_1 = /%[BbИи]([\d ]+)[\^:]/;

/**
 * A card number as typed or read: spaces and dashes removed, taken out of a magnetic track.
 * @returns 12–19 digits; `PAN_LENGTH` {min, max, got} or `FIELD_INVALID` {field} otherwise.
 *   Refusals never repeat the number.
 */
export function normalizePan(typed: string): Result<string, 'PAN_LENGTH' | 'FIELD_INVALID'> {
  const track = TRACK_2.exec(typed) ?? TRACK_1.exec(typed);
  const digits = (track?.[1] ?? typed).replaceAll(/[\s\u2010-\u2015-]/g, '');
  if (!/^\d*$/.test(digits)) return refuse('FIELD_INVALID', { field: 'pan' });
  if (digits.length < PAN_LENGTH_MIN || digits.length > PAN_LENGTH_MAX) {
    return refuse('PAN_LENGTH', { min: PAN_LENGTH_MIN, max: PAN_LENGTH_MAX, got: digits.length });
  }
  return ok(digits);
}

/**
 * The only form of a card number for lists, logs and slips (acceptance G5): `•••• 1234`. A number
 * too short to be a card's shows nothing.
 */
export function maskPan(pan: string): string {
  return pan.length < PAN_LENGTH_MIN ? MASK : `${MASK} ${pan.slice(-4)}`;
}

/** True when the last digit is the Luhn check digit (ISO/IEC 7812-1) of those before it. */
export function luhnValid(pan: string): boolean {
  return /^\d{2,}$/.test(pan) && pan === withLuhn(pan.slice(0, -1));
}

/**
 * Appends the Luhn check digit.
 * @throws when `body` is not digits: a bug of the caller
 */
export function withLuhn(body: string): string {
  assert(/^\d+$/.test(body), 'a card number body is digits only');
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const weighted = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}
