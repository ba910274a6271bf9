import type { RecoveryKey } from '#domain/identity/programme.ts';
import type { ClaimField } from '#domain/password-recovery/claims.ts';
import type { PasswordCase } from '../../people/access-rows.ts';

/** What a key says of whoever typed it. */
export const claimOfKey: Readonly<Record<RecoveryKey, ClaimField>> = {
  login: 'login',
  email: 'email',
  phone: 'phone',
  'tax-id': 'taxId',
};

/** As much of a case as tells it from others. */
type Begun = Pick<PasswordCase, 'caseId' | 'kind' | 'programmeId'> & Partial<PasswordCase>;

/** A case that waits for somebody of the network, unless `begun` says more. */
export function newCase(begun: Begun, openedAtMs: number): PasswordCase {
  return {
    state: 'waiting',
    userId: null,
    claims: {},
    checks: [],
    newEmail: null,
    stationId: null,
    overrideReason: null,
    openedBy: null,
    openedAtMs,
    decidedBy: null,
    decidedAtMs: null,
    reason: null,
    ...begun,
  };
}
