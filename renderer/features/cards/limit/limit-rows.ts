import { excess, type Allowance } from '#domain/limit/allowance.ts';
import type { LimitRecord, RemainderRecord } from '#protocol/records.ts';

export interface LimitRow {
  readonly key: string;
  readonly limit: LimitRecord;
  /** Null where the answer carries no window of it: nothing was used yet. */
  readonly remainder: RemainderRecord | null;
  readonly used: number;
  readonly left: number;
  /** It belongs to the thing on the screen, so that it may be changed here. */
  readonly isOwn: boolean;
}

export interface LimitSubjectName {
  readonly kind: LimitRecord['subjectKind'];
  readonly id: string;
}

/** Limits with what is left of each; own ones first, because those can be changed here. */
export function limitRows(
  limits: readonly LimitRecord[],
  remainders: readonly RemainderRecord[],
  subject: LimitSubjectName,
): readonly LimitRow[] {
  const rows = limits.map((limit): LimitRow => {
    const remainder = remainders.find(({ limitId }) => limitId === limit.limitId) ?? null;
    return {
      key: limit.limitId,
      limit,
      remainder,
      used: remainder?.used ?? 0,
      left: remainder?.left ?? limit.amount,
      isOwn: limit.subjectKind === subject.kind && limit.subjectId === subject.id,
    };
  });
  return [...rows.filter(({ isOwn }) => isOwn), ...rows.filter(({ isOwn }) => !isOwn)];
}

/**
 * By how much a new amount lies below what is used already: allowed, and nothing more passes in
 * this window (row N-16). In the unit of the measure.
 */
export function usedAbove(row: LimitRow, amount: number): number {
  const allowance: Allowance = {
    key: row.key,
    measure: row.limit.measure,
    limit: row.limit,
    window: null,
    amount,
    counters: { captured: row.used, held: 0, leased: 0 },
  };
  return excess(allowance);
}
