import type { InvitationStage } from '#domain/client/invitation.ts';
import type { MessageState } from '#domain/message/outgoing.ts';
import type { Look } from '#ui/status/look.ts';

export const stageLooks: Readonly<Record<InvitationStage, Look>> = {
  active: { tone: 'info', icon: 'waiting' },
  expired: { tone: 'warn', icon: 'stale' },
  finished: { tone: 'ok', icon: 'ok' },
  revoked: { tone: 'neutral', icon: 'close' },
};

/** A letter that came back has to be seen at once (row P-03). */
export const letterLooks: Readonly<Record<MessageState, Look>> = {
  queued: { tone: 'info', icon: 'waiting' },
  sending: { tone: 'info', icon: 'waiting' },
  sent: { tone: 'ok', icon: 'mail' },
  delivered: { tone: 'ok', icon: 'ok' },
  bounced: { tone: 'danger', icon: 'danger' },
  failed: { tone: 'danger', icon: 'danger' },
  expired: { tone: 'warn', icon: 'stale' },
  cancelled: { tone: 'neutral', icon: 'close' },
  dropped: { tone: 'neutral', icon: 'neutral' },
};

/** What may be done to an invitation that has not ended (row P-05). */
export const invitationActs = ['resend', 'prolong', 'revoke'] as const;
export type InvitationAct = (typeof invitationActs)[number];

export function mayStillAct(stage: InvitationStage): boolean {
  return stage === 'active' || stage === 'expired';
}
