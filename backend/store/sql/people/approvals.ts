import type { Approval } from '#domain/approval/approval.ts';
import { assert } from '#domain/assert.ts';
import { isRight } from '#domain/identity/rights.ts';
import type { ApprovalChange } from '#service/people/changes/approval-change.ts';
import type { ApprovalQuestion } from '#service/people/people-ports.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { Sql, SqlWrite } from '../sql.ts';
import { objectFrom } from '../audit-trail.ts';
import { textOf } from '../../authority/audit-row.ts';

interface Row extends Omit<Approval, 'right' | 'before' | 'after'> {
  readonly before: string | null;
  readonly after: string | null;
  readonly neededRight: string;
}

const SELECT = `
  SELECT approval_id AS approvalId, event, needed_right AS neededRight, subject_kind AS subjectKind,
    subject_id AS subjectId, digest, asked_by AS askedBy, asked_at_ms AS askedAtMs,
    expires_at_ms AS expiresAtMs, state, decided_by AS decidedBy, decided_at_ms AS decidedAtMs,
    reason, before, after
  FROM approval`;

const SQL = {
  byId: `${SELECT} WHERE approval_id = @approvalId`,
  latest: `
    ${SELECT} WHERE event = @event AND subject_id = @subjectId
    ORDER BY asked_at_ms DESC, approval_id DESC LIMIT 1`,
  waiting: `
    ${SELECT} WHERE expires_at_ms >= @nowMs
      AND (state = 'waiting' OR (state = 'given' AND asked_by = @userId))
    ORDER BY asked_at_ms, approval_id LIMIT @limit`,
  add: `
    INSERT INTO approval (approval_id, event, needed_right, subject_kind, subject_id, digest,
      asked_by, asked_at_ms, expires_at_ms, state, decided_by, decided_at_ms, reason, before, after)
    VALUES (@approvalId, @event, @right, @subjectKind, @subjectId, @digest, @askedBy, @askedAtMs,
      @expiresAtMs, @state, @decidedBy, @decidedAtMs, @reason, @before, @after)`,
  decide: `
    UPDATE approval SET state = @state, decided_by = @decidedBy, decided_at_ms = @decidedAtMs,
      reason = @reason
    WHERE approval_id = @approvalId AND state = 'waiting'`,
  use: `
    UPDATE approval SET state = 'used' WHERE approval_id = @approvalId AND state = 'given'`,
};

export async function approvalById(sql: Sql, approvalId: string): Promise<Approval | null> {
  return approvalFrom(await sql.get<Row>(SQL.byId, { approvalId }));
}

/** The last one that was asked for a command about a subject, whatever became of it. */
export async function latestApproval(
  sql: Sql,
  of: Pick<Approval, 'event' | 'subjectId'>,
): Promise<Approval | null> {
  return approvalFrom(await sql.get<Row>(SQL.latest, of));
}

/** What waits now, and what somebody asked for and may do now; the longest first. */
export async function waitingApprovals(
  sql: Sql,
  question: ApprovalQuestion,
): Promise<readonly Approval[]> {
  const rows = await sql.all<Row>(SQL.waiting, question);
  return rows.flatMap((row) => approvalFrom(row) ?? []);
}

export async function applyApproval(sql: SqlWrite, change: ApprovalChange): Promise<CommitOutcome> {
  switch (change.kind) {
    case 'approval.add':
      await sql.run(SQL.add, {
        ...change.approval,
        before: textOf(change.approval.before),
        after: textOf(change.approval.after),
      });
      return 'done';
    case 'approval.decide':
      return (await sql.run(SQL.decide, change.approval)) === 1 ? 'done' : 'stale';
    case 'approval.use':
      return (await sql.run(SQL.use, { approvalId: change.approvalId })) === 1 ? 'done' : 'stale';
  }
}

function approvalFrom(row: Row | undefined): Approval | null {
  if (row === undefined) return null;
  const { neededRight: right, before, after, ...fields } = row;
  assert(isRight(right), 'an approval names a right');
  return { ...fields, right, before: objectFrom(before), after: objectFrom(after) };
}
