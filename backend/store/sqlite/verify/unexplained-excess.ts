import { parseAllowanceKey } from '#domain/limit/allowance.ts';
import { windowByKey } from '#domain/time/window.ts';
import type { ReadableDb } from '#sqlite/open.ts';
import { COUNTERS } from './ledger-checks.ts';

interface ExcessRow {
  readonly allowanceKey: string;
  readonly zone: string;
  readonly excess: number;
  readonly explained: number;
}

/** The first allowance in force that stands above its amount by more than exposures name (I1). */
export function unexplainedExcess(db: ReadableDb, nowMs: number): string | null {
  const row = rowsAbove(db).find((one) => inForce(one, nowMs));
  if (row === undefined) return null;
  const { allowanceKey, excess, explained } = row;
  return `allowance ${allowanceKey} is ${excess} above its amount, ${explained} is explained`;
}

/** False for a window that is over. */
function inForce({ allowanceKey, zone }: ExcessRow, nowMs: number): boolean {
  const { windowKey } = parseAllowanceKey(allowanceKey);
  const endsAtMs = windowKey === null ? null : windowByKey(windowKey, zone).endsAtMs;
  return endsAtMs === null || endsAtMs > nowMs;
}

function rowsAbove(db: ReadableDb): readonly ExcessRow[] {
  return db
    .prepare<[], ExcessRow>(
      `WITH ${COUNTERS}, in_force AS (
        SELECT limit_id, zone, limits.value ->> 'amount' AS amount
        FROM limit_place JOIN pack USING (owner_key), json_each(pack.limits) AS limits
        JOIN contract ON contract.contract_id = pack.contract_id
        WHERE limits.value ->> 'limitId' = limit_id)
      SELECT allowance_key AS allowanceKey, zone, excess, explained FROM (
        SELECT allowance_key, zone, captured + held + leased - amount AS excess,
          (SELECT coalesce(sum(quantity), 0) FROM exposure
            WHERE exposure.allowance_key = counted.allowance_key) AS explained
        FROM (
          SELECT counter.*, zone, deposits_minor + credit_limit_minor AS amount
          FROM contract
          JOIN counter ON allowance_key = 'money/' || contract.contract_id
          UNION ALL
          SELECT counter.*, zone, amount
          FROM counter
          JOIN in_force
            ON limit_id = substr(allowance_key, 7, instr(substr(allowance_key, 7), '/') - 1)
        ) AS counted
        WHERE captured + held + leased > amount)
      WHERE excess > explained ORDER BY allowance_key`,
    )
    .all();
}
