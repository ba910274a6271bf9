// What somebody says of himself, beside what is stored of the account (row O-09).

import { normalizeEmail, normalizePersonName, normalizePhone } from '../client/contact.ts';
import { asTyped } from '../text/typed.ts';

export const claimFields = ['email', 'phone', 'personName', 'taxId', 'login'] as const;
export type ClaimField = (typeof claimFields)[number];

/** Only what was said, or only what is known. */
export type Claims = { readonly [K in ClaimField]?: string | undefined };

/** One line of the comparison that staff see; null where nothing was said or is known. */
export interface ComparedClaim {
  readonly field: ClaimField;
  readonly requested: string | null;
  readonly stored: string | null;
  readonly same: boolean;
}

/** What a client leaves with the contract (row O-08), and so what an exact match has to show. */
const OF_CONTRACT: readonly ClaimField[] = ['email', 'phone', 'personName'];

/**
 * Requested and stored values side by side, each field that either of them has. Ways of writing do
 * not make a difference: case, spaces, 8 or +7.
 */
export function compareClaims(requested: Claims, stored: Claims): readonly ComparedClaim[] {
  return claimFields
    .filter((field) => requested[field] !== undefined || stored[field] !== undefined)
    .map((field) => {
      const asked = requested[field] ?? null;
      const known = stored[field] ?? null;
      const same =
        asked !== null && known !== null && written(field, asked) === written(field, known);
      return { field, requested: asked, stored: known, same };
    });
}

/**
 * True when a programme that confirms exact matches by itself may do so: phone, e-mail and full
 * name were said, and everything that was said is stored so (row O-09).
 */
export function matchesExactly(requested: Claims, stored: Claims): boolean {
  const whole = OF_CONTRACT.every((field) => requested[field] !== undefined);
  const lines = compareClaims(requested, stored);
  return whole && lines.every((line) => line.requested === null || line.same);
}

/** One way of writing for each value; what is malformed stays as it was written. */
function written(field: ClaimField, text: string): string {
  const plain = asTyped(text).replaceAll(/\s+/gu, ' ').toLowerCase();
  switch (field) {
    case 'email':
      return valueOr(normalizeEmail(text), plain);
    case 'phone':
      return valueOr(normalizePhone(text), plain);
    case 'personName':
      return valueOr(normalizePersonName(plain), plain).replaceAll('ё', 'е');
    case 'taxId':
      return plain.replaceAll(' ', '');
    case 'login':
      return plain;
  }
}

function valueOr(
  read: { readonly ok: true; readonly value: string } | { readonly ok: false },
  otherwise: string,
): string {
  return read.ok ? read.value : otherwise;
}
