import type { Approval } from '#domain/approval/approval.ts';

/** What may become of something that waits for a second person. */
export type ApprovalChange =
  | { readonly kind: 'approval.add'; readonly approval: Approval }
  /** As it was decided; stale when it does not wait any more. */
  | { readonly kind: 'approval.decide'; readonly approval: Approval }
  /** What it was given for is done in the same work; stale when it was used before. */
  | { readonly kind: 'approval.use'; readonly approvalId: string };
