import { parseAllowanceKey } from '#domain/limit/allowance.ts';
import { windowByKey } from '#domain/time/window.ts';
import type { ReadableDb } from '#sqlite/open.ts';

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
      `SELECT allowance_key AS allowanceKey, zone, excess, explained FROM (
        SELECT allowance_key, zone, captured + held + leased - amount AS excess,
          (SELECT coalesce(sum(quantity), 0) FROM exposure
            WHERE exposure.allowance_key = counted.allowance_key) AS explained
        FROM (
          SELECT allowance_counter.*, zone, deposits_minor + credit_limit_minor AS amount
          FROM contract
          JOIN allowance_counter ON allowance_key = 'money/' || contract.contract_id
          UNION ALL
          SELECT allowance_counter.*, zone, amount
          FROM spending_limit
          JOIN contract ON contract.contract_id = spending_limit.contract_id
          JOIN allowance_counter
            ON allowance_key >= 'limit/' || limit_id || '/'
            AND allowance_key < 'limit/' || limit_id || '0'
        ) AS counted
        WHERE captured + held + leased > amount)
      WHERE excess > explained ORDER BY allowance_key`,
    )
    .all();
}
