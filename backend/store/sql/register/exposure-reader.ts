import { ownerOfAllowance, type Pack } from '#domain/authority/pack.ts';
import { parseAllowanceKey, used, ZERO_COUNTERS } from '#domain/limit/allowance.ts';
import type { Measure } from '#domain/limit/measure.ts';
import type { ExposureRecord } from '#protocol/records.ts';
import { packOf, packOfLimit } from '../packs.ts';
import type { Sql } from '../sql.ts';

interface NamedRow {
  readonly allowanceKey: string;
  readonly contractId: string;
}

interface AmountRow {
  readonly measure: Measure;
  readonly amount: number;
}

const SQL = {
  // Above its amount is only what an exposure entry names.
  named: `
    SELECT allowance_key AS allowanceKey, contract_id AS contractId
    FROM lease WHERE granted > spent + returned
    UNION
    SELECT allowance_key, contract_id FROM exposure
    ORDER BY 2, 1`,
  money: `
    SELECT 'money' AS measure, deposits_minor + credit_limit_minor AS amount FROM contract
    WHERE contract_id = @contractId`,
};

/**
 * What might still be spent without the authority knowing (I5), and what stands above its amount
 * (I1).
 */
export async function exposures(sql: Sql): Promise<readonly ExposureRecord[]> {
  const rows: ExposureRecord[] = [];
  for (const { allowanceKey, contractId } of await sql.all<NamedRow>(SQL.named)) {
    const { limitId } = parseAllowanceKey(allowanceKey);
    const pack = await homeOf(sql, allowanceKey);
    const amount =
      limitId === null
        ? await sql.get<AmountRow>(SQL.money, { contractId })
        : pack?.limits.find((limit) => limit.limitId === limitId);
    // A limit that was removed holds nobody back; what was leased on it still ends with its window.
    if (amount === undefined) continue;
    const counters = pack?.counters.get(allowanceKey) ?? ZERO_COUNTERS;
    const excess = Math.max(0, used(counters) - amount.amount);
    if (counters.leased === 0 && excess === 0) continue;
    const { measure } = amount;
    rows.push({ contractId, allowanceKey, measure, leasedOutstanding: counters.leased, excess });
  }
  return rows;
}

async function homeOf(sql: Sql, allowanceKey: string): Promise<Pack | null> {
  const owner = ownerOfAllowance(allowanceKey);
  if (owner !== null) return packOf(sql, owner);
  const { limitId } = parseAllowanceKey(allowanceKey);
  return limitId === null ? null : packOfLimit(sql, limitId);
}
