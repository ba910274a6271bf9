import { luhnValid, normalizePan, withLuhn } from '../card/pan.ts';
import { assert } from '../assert.ts';
import type { MemberCardRules } from '../identity/programme.ts';
import { ok, refuse, type Result } from '../result.ts';

type PanRules = Pick<MemberCardRules, 'panDigits' | 'checkDigit'>;

/**
 * The number of a member's card as it was typed (row R-04): spaces do not count, digits do.
 * @returns the digits; `PAN_LENGTH` {min, max, got}, or `FIELD_INVALID` {field} for other
 *   characters and for a wrong check digit
 */
export function memberPan(
  typed: string,
  { panDigits, checkDigit }: PanRules,
): Result<string, 'PAN_LENGTH' | 'FIELD_INVALID'> {
  const read = normalizePan(typed);
  if (!read.ok && read.code === 'FIELD_INVALID') return read;
  const got = read.ok ? read.value.length : Number(read.params['got']);
  if (!read.ok || got !== panDigits)
    return refuse('PAN_LENGTH', { min: panDigits, max: panDigits, got });
  const fits = !checkDigit || luhnValid(read.value);
  return fits ? ok(read.value) : refuse('FIELD_INVALID', { field: 'pan' });
}

/**
 * A number of the issuer's range (row R-16).
 * @param prefix the digits that every number of the range begins with
 * @param seedHex at least 32 hex digits that nobody can guess: they choose the number
 * @throws when the range has no digit left to choose: a bug of whoever let such a range in
 */
export function numberOfRange(prefix: string, seedHex: string, rules: PanRules): string {
  const bodyLength = rules.panDigits - (rules.checkDigit ? 1 : 0);
  const chosenLength = bodyLength - prefix.length;
  assert(/^\d*$/u.test(prefix) && chosenLength > 0, 'a range leaves digits to choose');
  assert(/^[0-9a-f]{32,}$/u.test(seedHex), 'a seed is at least 32 hex digits');
  const chosen = BigInt(`0x${seedHex}`) % 10n ** BigInt(chosenLength);
  const body = `${prefix}${chosen.toString().padStart(chosenLength, '0')}`;
  return rules.checkDigit ? withLuhn(body) : body;
}
