// What a person may type who cannot sign in (rows N-09, O-06, R-13, P-15): one field, whose kind is
// recognised here, as far as the programme takes it.

import { normalizeEmail, normalizePhone } from '../client/contact.ts';
import { looksLikeTaxId, taxIdValid } from '../client/tax-id.ts';
import { loginKey } from '../identity/login.ts';
import type { RecoveryKey } from '../identity/programme.ts';
import type { Country } from '../money/vat-rates.ts';
import { ok, refuse, type Result } from '../result.ts';
import { asTyped } from '../text/typed.ts';

/** What is looked for: an address in lower case, digits, a phone in E.164, a folded login. */
export interface MeantKey {
  readonly kind: RecoveryKey;
  readonly value: string;
}

/** What a programme takes; `country` decides of which country a tax id is. */
export interface RecoveryKeyRules {
  readonly kinds: readonly RecoveryKey[];
  readonly country: Country;
}

type KeyCode = 'FIELD_REQUIRED' | 'FIELD_INVALID';

const FIELD = { field: 'key' };

/**
 * The kind and the value of what was typed. A sign @ makes it an e-mail address; as many digits as
 * a tax id of the country has are one, and mistyped where they do not pass its check (twelve digits
 * may pass as ИНН and as БИН alike, O-06); a phone in any usual way is a phone; everything else is
 * a login. A kind that the programme does not take
 * is not recognised. Refusals follow from the text alone, so they tell nothing of any account (G7).
 * @returns `FIELD_REQUIRED` {field}, or `FIELD_INVALID` {field} for a malformed address, a mistyped
 *   tax id, and for what is of no kind that the programme takes
 */
export function recoveryKey(
  typed: string,
  { kinds, country }: RecoveryKeyRules,
): Result<MeantKey, KeyCode> {
  const text = asTyped(typed);
  if (text === '') return refuse('FIELD_REQUIRED', FIELD);
  const takes = (kind: RecoveryKey): boolean => kinds.includes(kind);
  if (text.includes('@') && takes('email')) {
    const email = normalizeEmail(text);
    return email.ok ? ok({ kind: 'email', value: email.value }) : refuse('FIELD_INVALID', FIELD);
  }
  const digits = text.replaceAll(/\s/gu, '');
  if (takes('tax-id') && looksLikeTaxId(country, digits)) {
    const valid = taxIdValid(country, digits);
    return valid ? ok({ kind: 'tax-id', value: digits }) : refuse('FIELD_INVALID', FIELD);
  }
  const phone = takes('phone') ? normalizePhone(text) : null;
  if (phone?.ok === true) return ok({ kind: 'phone', value: phone.value });
  return takes('login')
    ? ok({ kind: 'login', value: loginKey(text) })
    : refuse('FIELD_INVALID', FIELD);
}
