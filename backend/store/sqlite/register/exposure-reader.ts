import { parseAllowanceKey } from '#domain/limit/allowance.ts';
import type { Measure } from '#domain/limit/measure.ts';
import type { ExposureRecord } from '#protocol/records.ts';
import type { ReadableDb } from '#sqlite/open.ts';

interface CounterRow {
  readonly allowanceKey: string;
  readonly contractId: string;
  readonly used: number;
  readonly leased: number;
}

interface AmountRow {
  readonly measure: Measure;
  readonly amount: number;
}

/**
 * What might still be spent without the authority knowing (I5), and what stands above its amount
 * (I1).
 */
export class ExposureReader {
  readonly #counters;
  readonly #limit;
  readonly #money;

  constructor(db: ReadableDb) {
    // Above its amount is only what an exposure entry names.
    this.#counters = db.prepare<[], CounterRow>(`
      SELECT allowance_key AS allowanceKey, contract_id AS contractId,
        captured + held + leased AS used, leased
      FROM allowance_counter
      WHERE allowance_key IN (
        SELECT allowance_key FROM allowance_counter WHERE leased > 0
        UNION SELECT allowance_key FROM exposure)
      ORDER BY contract_id, allowance_key`);
    this.#limit = db.prepare<[string], AmountRow>(
      `SELECT measure, amount FROM spending_limit WHERE limit_id = ?`,
    );
    this.#money = db.prepare<[string], AmountRow>(`
      SELECT 'money' AS measure, deposits_minor + credit_limit_minor AS amount FROM contract
      WHERE contract_id = ?`);
  }

  all(): readonly ExposureRecord[] {
    return this.#counters.all().flatMap(({ allowanceKey, contractId, used, leased }) => {
      const { limitId } = parseAllowanceKey(allowanceKey);
      const row = limitId === null ? this.#money.get(contractId) : this.#limit.get(limitId);
      // A limit that was removed holds nobody back; what was leased on it still ends with its
      // window.
      if (row === undefined) return [];
      const excess = Math.max(0, used - row.amount);
      if (leased === 0 && excess === 0) return [];
      const { measure } = row;
      return [{ contractId, allowanceKey, measure, leasedOutstanding: leased, excess }];
    });
  }
}
