import { excess, type Allowance } from '#domain/limit/allowance.ts';
import type { LimitTerms } from '#domain/limit/limit.ts';
import { termsSeen } from '#domain/limit/scheduled-terms.ts';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import type { LimitRecord, RemainderRecord } from '#protocol/records.ts';

export interface LimitRow {
  readonly key: string;
  readonly limit: LimitRecord;
  /** Null where the answer carries no window of it: nothing was used yet. */
  readonly remainder: RemainderRecord | null;
  readonly used: number;
  readonly left: number;
  /** What it is for the network until the authority hears of it; null where nothing waits. */
  readonly beforeAmount: number | null;
  /** It belongs to the thing on the screen, so that it may be changed here. */
  readonly isOwn: boolean;
}

export interface LimitSubjectName {
  readonly kind: LimitRecord['subjectKind'];
  readonly id: string;
}

export interface LimitsShown {
  readonly limits: readonly LimitRecord[];
  readonly remainders: readonly RemainderRecord[];
  /** Those that were lowered at this desk and wait for the link (row N-16). */
  readonly waiting: BridgeAnswer<'card:get'>['waiting'];
  readonly subject: LimitSubjectName;
}

/** Limits with what is left of each; own ones first, because those can be changed here. */
export function limitRows({
  limits,
  remainders,
  waiting,
  subject,
}: LimitsShown): readonly LimitRow[] {
  const rows = limits.map((limit): LimitRow => {
    const remainder = remainders.find(({ limitId }) => limitId === limit.limitId) ?? null;
    return {
      key: limit.limitId,
      limit,
      remainder,
      used: remainder?.used ?? 0,
      left: remainder?.left ?? limit.amount,
      beforeAmount: waiting.find(({ limitId }) => limitId === limit.limitId)?.beforeAmount ?? null,
      isOwn: limit.subjectKind === subject.kind && limit.subjectId === subject.id,
    };
  });
  return [...rows.filter(({ isOwn }) => isOwn), ...rows.filter(({ isOwn }) => !isOwn)];
}

/**
 * From which terms a change of a row's limit from a moment, or at once, is worked out. Of what was
 * lowered here nobody knows whether the authority has heard of it by then.
 */
export function seenIn({ limit, beforeAmount }: LimitRow, fromMs: number | null): LimitTerms[] {
  const unheard = beforeAmount === null ? [] : [{ ...limit, amount: beforeAmount }];
  return [limit, ...unheard].flatMap((one) => termsSeen(one, fromMs));
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
