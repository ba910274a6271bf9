import type { Invitation } from '../../invitation/invitation-rows.ts';

/** What may become of invitations. */
export type InvitationChange =
  | { readonly kind: 'invitation.add'; readonly invitation: Invitation }
  /** As it shall be; its `revision` is the one that was read. */
  | { readonly kind: 'invitation.put'; readonly invitation: Invitation };
