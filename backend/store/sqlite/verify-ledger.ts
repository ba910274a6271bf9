import type { ReadableDb } from '#sqlite/open.ts';
import { inSnapshot } from '#sqlite/transaction.ts';
import { integrityFault } from '#sqlite/migration.ts';
import { recountAllowances } from './verify/recount-allowances.ts';
import { recountClosings } from './verify/recount-closings.ts';
import { recountMonths } from './verify/recount-months.ts';
import { recountTrail } from './verify/recount-trail.ts';
import { recountLines } from './verify/recount-lines.ts';
import { LEDGER_CHECKS } from './verify/ledger-checks.ts';
import { unexplainedExcess } from './verify/unexplained-excess.ts';

export interface LedgerCounts {
  readonly transfers: number;
  readonly sales: number;
  readonly allowances: number;
  readonly leases: number;
}

export type LedgerVerdict =
  | { readonly ok: true; readonly counts: LedgerCounts }
  | { readonly ok: false; readonly difference: string };

/**
 * Recomputes every balance of the network from what it is derived of, and names the first
 * difference: sales from their lines, what moved from sales and refunds, daily closings from
 * transfers, sums of months from what was sold and refunded, counters and leases from the parts of
 * sales, deposits from payments, amounts in force from exposures (I1, I3). It reads tables alone
 * and shares no arithmetic with the code that wrote them. A limit in force at `nowMs` says nothing
 * about windows that were over by then: those were decided under the amounts of their time.
 */
export function verifyLedger(db: ReadableDb, nowMs: number): LedgerVerdict {
  return inSnapshot(db, () => {
    const difference =
      integrityFault(db) ??
      checkTables(db) ??
      recountLines(db) ??
      recountAllowances(db) ??
      recountClosings(db) ??
      recountMonths(db) ??
      recountTrail(db) ??
      unexplainedExcess(db, nowMs);
    return difference === null ? { ok: true, counts: countsOf(db) } : { ok: false, difference };
  });
}

function checkTables(db: ReadableDb): string | null {
  for (const { rule, sql } of LEDGER_CHECKS) {
    const row = db.prepare<[], { what: string }>(`${sql} LIMIT 1`).get();
    if (row !== undefined) return `${rule}: ${row.what}`;
  }
  return null;
}

function countsOf(db: ReadableDb): LedgerCounts {
  const counts = db
    .prepare<[], LedgerCounts>(
      `SELECT (SELECT count(*) FROM transfer) AS transfers, (SELECT count(*) FROM sale) AS sales,
        (SELECT coalesce(sum((SELECT count(*) FROM json_each(counters))), 0) FROM pack)
          AS allowances,
        (SELECT count(*) FROM lease) AS leases`,
    )
    .get();
  if (counts === undefined) throw new Error('a count is a row');
  return counts;
}
