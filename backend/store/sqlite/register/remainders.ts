import { allowancesAt } from '#domain/authority/facts.ts';
import { free, limitAllowanceKey, moneyAllowanceKey, used } from '#domain/limit/allowance.ts';
import type { Allowance, AllowanceCounters } from '#domain/limit/allowance.ts';
import { windowAt } from '#domain/time/window.ts';
import type * as r from '#protocol/records.ts';

/** Keys of the allowances in whose windows an instant lies. */
export function allowanceKeysAt(
  contract: r.ContractRecord,
  limits: readonly r.LimitRecord[],
  atMs: number,
): readonly string[] {
  const ofLimits = limits.map(({ limitId, period }) =>
    limitAllowanceKey(limitId, windowAt(period, atMs, contract.zone).key),
  );
  return [...ofLimits, moneyAllowanceKey(contract.contractId)];
}

export interface RemainderSource {
  readonly contract: r.ContractRecord;
  readonly limits: readonly r.LimitRecord[];
  readonly counters: ReadonlyMap<string, AllowanceCounters>;
  readonly atMs: number;
}

/** What is left of every limit and of the contract's money at an instant. */
export function remaindersAt(source: RemainderSource): readonly r.RemainderRecord[] {
  const { contract, limits, counters, atMs } = source;
  return allowancesAt({ limits, counters }, contract, atMs).map(remainder);
}

function remainder(allowance: Allowance): r.RemainderRecord {
  const { key, limit, measure, amount, counters, window } = allowance;
  return {
    allowanceKey: key,
    owner: limit?.subjectKind ?? 'contract',
    limitId: limit?.limitId ?? null,
    scopeKind: limit?.scopeKind ?? 'all',
    scopeId: limit?.scopeId ?? null,
    measure,
    period: limit?.period ?? null,
    total: amount,
    used: used(counters),
    left: free(allowance),
    nextResetAtMs: window?.endsAtMs ?? null,
  };
}
