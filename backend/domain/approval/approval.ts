// What one person may ask for and only another may let happen (row N-12): who asks never decides it
// himself, and what was let happen is exactly what was asked.

import type { JsonObject } from '../audit/audit-entry.ts';
import type { Right } from '../identity/rights.ts';
import { ok, refuse, type Result } from '../result.ts';
import { isSecondPerson, type SecondPerson } from './second-person.ts';

/** refused and used are the end of an approval; a given one is used once, by whoever asked. */
export type ApprovalState = 'waiting' | 'given' | 'refused' | 'used';

export interface Approval {
  readonly approvalId: string;
  /** The command that waits for it, as `account.erase`. */
  readonly event: string;
  /** What it takes to decide it; whoever asked had it too. */
  readonly right: Right;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** What would change, without secrets, as JSON values; null where there is nothing. */
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
  /** SHA-256 of both, in lower-case hex. */
  readonly digest: string;
  readonly askedBy: string;
  readonly askedAtMs: number;
  /** Until then, this moment included, it may be decided and used. */
  readonly expiresAtMs: number;
  readonly state: ApprovalState;
  readonly decidedBy: string | null;
  readonly decidedAtMs: number | null;
  /** Why it was refused; null otherwise. */
  readonly reason: string | null;
}

/** How long something waits for its second person: a week with its days off (judgement). */
export const APPROVAL_TERM_MS = 7 * 24 * 3_600_000;

export function isOver({ expiresAtMs }: Pick<Approval, 'expiresAtMs'>, nowMs: number): boolean {
  return nowMs > expiresAtMs;
}

export interface Decision extends SecondPerson {
  /** Null lets it happen; a text says why not. */
  readonly refusal: string | null;
}

/**
 * The approval as another person decided it. Refused with SECOND_APPROVER_REQUIRED to whoever asked
 * for it, who may only take it back, and to whom a password given of late links him; with
 * APPROVAL_OVER when it was decided or its term is over.
 */
export function decideApproval(
  approval: Approval,
  { refusal, ...by }: Decision,
): Result<Approval, 'SECOND_APPROVER_REQUIRED' | 'APPROVAL_OVER'> {
  const { approvalId } = approval;
  const { userId, atMs } = by;
  if (approval.state !== 'waiting' || isOver(approval, atMs)) {
    return refuse('APPROVAL_OVER', { approvalId });
  }
  if (refusal === null && !isSecondPerson(approval.askedBy, by)) {
    return refuse('SECOND_APPROVER_REQUIRED', { approvalId });
  }
  const state = refusal === null ? 'given' : 'refused';
  return ok({ ...approval, state, decidedBy: userId, decidedAtMs: atMs, reason: refusal });
}

/** True when the same was asked and another person has let it happen, within its term. */
export function isGiven(approval: Approval, digest: string, nowMs: number): boolean {
  return approval.state === 'given' && approval.digest === digest && !isOver(approval, nowMs);
}
