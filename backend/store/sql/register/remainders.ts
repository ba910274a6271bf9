import { allowancesAt } from '#domain/authority/allowances.ts';
import { free, type AllowanceCounters } from '#domain/limit/allowance.ts';
import { remainderOf } from '#domain/limit/remainder.ts';
import type * as r from '#protocol/records.ts';

export interface RemainderSource {
  readonly contract: r.ContractRecord;
  readonly limits: readonly r.LimitRecord[];
  readonly counters: ReadonlyMap<string, AllowanceCounters>;
  readonly atMs: number;
}

/** What is left of every limit and of the contract's money at an instant. */
export function remaindersAt(source: RemainderSource): readonly r.RemainderRecord[] {
  const { contract, limits, counters, atMs } = source;
  const { zone } = contract;
  return allowancesAt({ limits, counters }, contract, atMs).map((allowance) =>
    remainderOf({ allowance, left: free(allowance), atMs, zone }),
  );
}
