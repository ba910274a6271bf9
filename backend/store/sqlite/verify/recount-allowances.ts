import type { Measure } from '#domain/limit/measure.ts';
import type { ReadableDb } from '#sqlite/open.ts';
import { COUNTERS } from './ledger-checks.ts';

interface PartRow {
  readonly saleId: string;
  readonly state: 'held' | 'captured' | 'reversed';
  readonly amountMinor: number;
  readonly volumeMl: number;
  readonly allowanceKey: string;
  readonly measure: Measure;
  readonly held: number;
  readonly leaseId: string | null;
}

interface Counted {
  captured: number;
  held: number;
}

/**
 * Counts every part of every sale anew and compares with the stored counters and leases; the
 * first difference, or null.
 */
export function recountAllowances(db: ReadableDb): string | null {
  const { counters, spent } = recount(db);
  return counterDifference(db, counters) ?? leaseDifference(db, spent);
}

function recount(db: ReadableDb): {
  counters: Map<string, Counted>;
  spent: Map<string, number>;
} {
  const counters = new Map<string, Counted>();
  const spent = new Map<string, number>();
  let saleId = '';
  let left = new Map<string, number>();
  for (const row of parts(db)) {
    if (row.saleId !== saleId) {
      saleId = row.saleId;
      left = new Map();
    }
    const taken = takenBy(row, left);
    const counter = counters.get(row.allowanceKey) ?? { captured: 0, held: 0 };
    if (row.state === 'held') counter.held += row.held;
    counter.captured += taken;
    counters.set(row.allowanceKey, counter);
    if (row.leaseId === null) continue;
    const used = row.state === 'held' ? row.held : taken;
    spent.set(row.leaseId, (spent.get(row.leaseId) ?? 0) + used);
  }
  return { counters, spent };
}

/** What a captured sale took from one part: parts on one allowance are emptied in their order. */
function takenBy(row: PartRow, left: Map<string, number>): number {
  if (row.state !== 'captured') return 0;
  const sold = { money: row.amountMinor, volume: row.volumeMl, count: 1 }[row.measure];
  const open = left.get(row.allowanceKey) ?? sold;
  const taken = open < row.held ? open : row.held;
  left.set(row.allowanceKey, open - taken);
  return taken;
}

function parts(db: ReadableDb): Iterable<PartRow> {
  return db
    .prepare<[], PartRow>(
      `SELECT sale.sale_id AS saleId, state, amount_minor AS amountMinor, volume_ml AS volumeMl,
        part.value ->> 0 AS allowanceKey, part.value ->> 1 AS measure, part.value ->> 2 AS held,
        part.value ->> 3 AS leaseId
      FROM sale, json_each(sale.parts) AS part
      ORDER BY sale.sale_id, part.key`,
    )
    .iterate();
}

function counterDifference(db: ReadableDb, counters: Map<string, Counted>): string | null {
  const stored = db
    .prepare<[], { allowanceKey: string; captured: number; held: number }>(
      `WITH ${COUNTERS} SELECT allowance_key AS allowanceKey, captured, held FROM counter`,
    )
    .iterate();
  for (const { allowanceKey, captured, held } of stored) {
    const counted = counters.get(allowanceKey) ?? { captured: 0, held: 0 };
    if (counted.captured !== captured || counted.held !== held) {
      const says = `its sales say ${counted.captured}/${counted.held}`;
      return `allowance ${allowanceKey} counts ${captured}/${held}, ${says}`;
    }
    counters.delete(allowanceKey);
  }
  for (const [allowanceKey, { captured, held }] of counters) {
    if (captured + held > 0) return `allowance ${allowanceKey} has no counter`;
  }
  return null;
}

function leaseDifference(db: ReadableDb, spent: ReadonlyMap<string, number>): string | null {
  const leases = db
    .prepare<[], { leaseId: string; spent: number }>(`SELECT lease_id AS leaseId, spent FROM lease`)
    .iterate();
  for (const lease of leases) {
    const counted = spent.get(lease.leaseId) ?? 0;
    if (counted !== lease.spent) {
      return `lease ${lease.leaseId} has spent ${lease.spent}, its sales say ${counted}`;
    }
  }
  return null;
}
