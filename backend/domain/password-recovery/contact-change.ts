// Change of the phone and of the e-mail address of an account (rows N-21, R-20): the new one is
// proved, and for an address the old one agrees.

import { ok, refuse, type Result } from '../result.ts';

export type ContactKind = 'email' | 'phone';
export const contactSides = ['old', 'new'] as const;
export type ContactSide = (typeof contactSides)[number];

export interface ContactChange {
  readonly kind: ContactKind;
  readonly state: 'open' | 'done' | 'cancelled';
  /** The sides that still have to agree. */
  readonly awaits: readonly ContactSide[];
}

/**
 * Who has to agree to a change: an address is confirmed on both sides, a phone by the code that
 * comes to the new one. Where there was no address, only the new one is asked.
 */
export function sidesOf(kind: ContactKind, hadOne: boolean): readonly ContactSide[] {
  return kind === 'email' && hadOne ? ['old', 'new'] : ['new'];
}

/** The change after one side agreed; it is done with the last of them. */
export function agreed(change: ContactChange, side: ContactSide): ContactChange {
  const awaits = change.awaits.filter((other) => other !== side);
  return { ...change, awaits, state: awaits.length === 0 ? 'done' : change.state };
}

/** What a person sees of his own data, by what it takes to change it (row N-21). */
const editing = {
  displayName: 'free',
  postalAddress: 'free',
  phone: 'proved',
  email: 'proved',
  login: 'never',
  taxId: 'never',
  legalName: 'never',
  contractNumber: 'never',
} as const;

export type PersonalField = keyof typeof editing;

/**
 * Whether these of one's own data may simply be written anew. Tax id, legal name, contract number
 * and user name never change (N-21, V-11); phone and e-mail change only by their proof.
 * @returns `FIELD_READONLY` {field, byProof} for the first that may not
 */
export function mayWrite(fields: readonly PersonalField[]): Result<null, 'FIELD_READONLY'> {
  const held = fields.find((field) => editing[field] !== 'free');
  if (held === undefined) return ok(null);
  return refuse('FIELD_READONLY', { field: held, byProof: editing[held] === 'proved' });
}
