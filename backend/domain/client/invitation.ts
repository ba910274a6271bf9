import type { OneTimeLink, ProgrammeProfile } from '../identity/programme.ts';
import { ok, refuse, type Result } from '../result.ts';

/** Where a programme says nothing of invitations, as for a client's further people (row P-06). */
const USUAL: OneTimeLink = { termMs: 14 * 24 * 3_600_000, resendAfterMs: 60_000 };

/** How long a programme's invitations work, and how soon another letter may follow. */
export function invitationLink({ account }: Pick<ProgrammeProfile, 'account'>): OneTimeLink {
  return account.invitation ?? USUAL;
}

/** An invitation to make oneself an account (acceptance P-05, P-06). */
export interface InvitationFacts {
  readonly state: 'active' | 'accepted' | 'revoked';
  /** When its latest letter was asked for, epoch ms. */
  readonly sentAtMs: number;
  /** It works up to and at this instant, and not one millisecond longer. */
  readonly expiresAtMs: number;
}

/** What staff see of it (row P-05). */
export const invitationStages = ['active', 'expired', 'finished', 'revoked'] as const;
export type InvitationStage = (typeof invitationStages)[number];

export function invitationStage(
  { state, expiresAtMs }: InvitationFacts,
  nowMs: number,
): InvitationStage {
  if (state === 'accepted') return 'finished';
  if (state === 'revoked') return 'revoked';
  return nowMs > expiresAtMs ? 'expired' : 'active';
}

/** Whether an account may be made by it now: once, and within its term. */
export function mayAccept(
  invitation: InvitationFacts,
  nowMs: number,
): Result<null, 'INVITE_USED' | 'INVITE_REVOKED' | 'INVITE_EXPIRED'> {
  switch (invitationStage(invitation, nowMs)) {
    case 'active':
      return ok(null);
    case 'expired':
      return refuse('INVITE_EXPIRED', { expiresAtMs: invitation.expiresAtMs });
    case 'finished':
      return refuse('INVITE_USED');
    case 'revoked':
      return refuse('INVITE_REVOKED');
  }
}

/**
 * Whether staff may still send, prolong or withdraw it: an expired one comes alive again, one that
 * has ended does not.
 */
export function mayRenew({
  state,
}: InvitationFacts): Result<null, 'INVITE_USED' | 'INVITE_REVOKED'> {
  if (state === 'active') return ok(null);
  return refuse(state === 'accepted' ? 'INVITE_USED' : 'INVITE_REVOKED');
}

/** Another letter is not sent before so long after the latest (row P-12). */
export function mayResend(
  { sentAtMs }: InvitationFacts,
  resendAfterMs: number,
  nowMs: number,
): Result<null, 'RATE_LIMITED'> {
  const waitMs = sentAtMs + resendAfterMs - nowMs;
  return waitMs > 0 ? refuse('RATE_LIMITED', { waitMs }) : ok(null);
}
