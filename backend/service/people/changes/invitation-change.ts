import type { Invitation } from '../../invitation/invitation-rows.ts';

/** What may become of invitations. */
export type InvitationChange =
  | { readonly kind: 'invitation.add'; readonly invitation: Invitation }
  /** As it shall be; its `revision` is the one that was read. */
  | { readonly kind: 'invitation.put'; readonly invitation: Invitation }
  /**
   * The same where it is sent again from outside. Where none waits (null) the request that was
   * written with it is written once more instead: that costs as much for everybody (rule G7).
   */
  | {
      readonly kind: 'invitation.renew';
      readonly invitation: Invitation | null;
      readonly requestId: string;
    };
