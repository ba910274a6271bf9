// Recovery that people of the network decide: the queue of rows O-06 and O-09, the lost mailbox
// (N-12), and recovery in person (V-17).

import { isSecondPerson, type SecondPerson } from '../approval/second-person.ts';
import { ok, refuse, type Result } from '../result.ts';

/**
 * checked-link: the person was identified by a link, staff compare. several-accounts: several stand
 * under one tax id or address, staff find the right one. lost-mailbox: a representative of the
 * company came. in-person: the person came where the access was issued.
 */
export const caseKinds = ['checked-link', 'several-accounts', 'lost-mailbox', 'in-person'] as const;
export type CaseKind = (typeof caseKinds)[number];

/** What staff have seen with their own eyes before they let somebody in again. */
export const identityChecks = [
  'identity-document',
  'authority-document',
  'contract-known',
  'receipt-signed',
] as const;
export type IdentityCheck = (typeof identityChecks)[number];

/** Rows N-12 and V-17: who the person is, for whom he may act; and, in person, his signature. */
const CHECKS_OF: Readonly<Record<CaseKind, readonly IdentityCheck[]>> = {
  'checked-link': [],
  'several-accounts': [],
  'lost-mailbox': ['identity-document', 'authority-document', 'contract-known'],
  'in-person': ['identity-document', 'authority-document', 'receipt-signed'],
};

/** waiting: somebody of the network has to decide. The others are final. */
export type CaseState = 'waiting' | 'confirmed' | 'rejected';

export interface RecoveryCase {
  readonly kind: CaseKind;
  readonly state: CaseState;
  /** The account it is about; null until staff have found it. */
  readonly userId: string | null;
  /** Who of the network opened it; null when the person asked himself. */
  readonly openedBy: string | null;
}

type OpenCode = 'FIELD_INVALID' | 'FIELD_REQUIRED' | 'OFFICE_MISMATCH';

export interface CaseOpening {
  readonly kind: CaseKind;
  readonly checks: readonly IdentityCheck[];
  /** Where the person came to, and where his access was first issued; null where nobody knows. */
  readonly office: string | null;
  readonly issuedAtOffice: string | null;
  /** Why another office lets him in; null where nobody has to. */
  readonly overrideReason: string | null;
  /** Whether the programme's people come themselves, instead of being written to (row V-17). */
  readonly comesInPerson: boolean;
  /** Whether the programme asks for the office that issued the access. */
  readonly sameOffice: boolean;
  /** Only an administrator lets somebody in at another office (row V-17). */
  readonly mayOverrideOffice: boolean;
}

/** The checks that have to be ticked before a case of this kind is opened. */
export function checksOf(kind: CaseKind): readonly IdentityCheck[] {
  return CHECKS_OF[kind];
}

/**
 * Whether staff may open a case for somebody who stands before them: everything was checked, and
 * where recovery is in person, this is the office that issued the access or an administrator says
 * why not. A programme has one of the two ways: by the other one a single person of the network
 * would do alone what takes two of them (row N-12), or an office that has no say (row V-17).
 * @returns `FIELD_INVALID` {field: 'kind'} for the way that the programme does not have,
 *   `FIELD_REQUIRED` {field: 'checks', check} for the first check that is missing,
 *   `OFFICE_MISMATCH` {overridable, issuedAt: the office, or '' where nobody knows}
 */
export function judgeOpening(opening: CaseOpening): Result<null, OpenCode> {
  const { kind, checks, office, issuedAtOffice, comesInPerson } = opening;
  const inPerson = kind === 'in-person';
  if (inPerson !== comesInPerson) return refuse('FIELD_INVALID', { field: 'kind' });
  const missing = CHECKS_OF[kind].find((check) => !checks.includes(check));
  if (missing !== undefined) return refuse('FIELD_REQUIRED', { field: 'checks', check: missing });
  if (!inPerson || !opening.sameOffice) return ok(null);
  if (issuedAtOffice !== null && office === issuedAtOffice) return ok(null);
  const overridden = opening.mayOverrideOffice && opening.overrideReason !== null;
  return overridden
    ? ok(null)
    : refuse('OFFICE_MISMATCH', {
        overridable: opening.mayOverrideOffice,
        issuedAt: issuedAtOffice ?? '',
      });
}

/** How a person of the network decides a case. */
export interface CaseDecision {
  /** Against whoever opened it. */
  readonly by: SecondPerson;
  readonly confirmed: boolean;
  /** Why it is rejected; the person is told to come himself. */
  readonly reason: string | null;
  /** The account that staff found, where the case did not know it. */
  readonly userId: string | null;
}

export interface DecidedCase {
  readonly state: CaseState;
  readonly userId: string | null;
}

type DecideCode = 'CASE_DECIDED' | 'SECOND_APPROVER_REQUIRED' | 'FIELD_REQUIRED';

/**
 * A case is decided once. Whoever opened a case of a lost mailbox does not confirm it himself, nor
 * does anybody to whom a password given of late links him (row N-12); a rejection needs its reason,
 * a confirmation the account.
 */
export function decideCase(
  theCase: RecoveryCase,
  { by, confirmed, reason, userId }: CaseDecision,
): Result<DecidedCase, DecideCode> {
  if (theCase.state !== 'waiting') return refuse('CASE_DECIDED', { state: theCase.state });
  if (!confirmed) {
    const given = reason !== null && reason.trim() !== '';
    if (!given) return refuse('FIELD_REQUIRED', { field: 'reason' });
    return ok({ state: 'rejected', userId: theCase.userId });
  }
  if (theCase.kind === 'lost-mailbox' && !isSecondPerson(theCase.openedBy, by)) {
    return refuse('SECOND_APPROVER_REQUIRED');
  }
  const account = theCase.userId ?? userId;
  if (account === null) return refuse('FIELD_REQUIRED', { field: 'userId' });
  return ok({ state: 'confirmed', userId: account });
}
