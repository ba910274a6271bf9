import type { Measure } from '#domain/limit/measure.ts';
import type { ReadableDb } from '#sqlite/open.ts';
import { COUNTERS } from './ledger-checks.ts';

interface PartRow {
  readonly saleId: string;
  readonly state: 'held' | 'captured' | 'reversed';
  readonly voided: 0 | 1;
  readonly amountMinor: number;
  readonly volumeMl: number;
  readonly holdAmountMinor: number;
  readonly holdVolumeMl: number;
  readonly refundedMl: number;
  readonly refundedMinor: number;
  /** Of that, what a closed contract is owed and does not spend again. */
  readonly owedMinor: number;
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
  let sale: PartRow[] = [];
  const close = (): void => {
    countSale(sale, counters);
    spendLeases(sale, spent);
    sale = [];
  };
  for (const row of parts(db)) {
    if (sale[0] !== undefined && sale[0].saleId !== row.saleId) close();
    sale.push(row);
  }
  close();
  for (const { contractId, paidMinor } of vouchersPaid(db)) {
    const key = `money/${contractId}`;
    const counter = counters.get(key) ?? { captured: 0, held: 0 };
    counters.set(key, { ...counter, captured: counter.captured + paidMinor });
  }
  for (const { allowanceKey, quantity, state, leaseId } of redemptions(db)) {
    if (state === 'reversed') continue;
    const counter = counters.get(allowanceKey) ?? { captured: 0, held: 0 };
    counter[state] += quantity;
    counters.set(allowanceKey, counter);
    if (leaseId !== null) spent.set(leaseId, (spent.get(leaseId) ?? 0) + quantity);
  }
  return { counters, spent };
}

interface RedemptionRow {
  readonly allowanceKey: string;
  readonly quantity: number;
  readonly state: 'held' | 'captured' | 'reversed';
  readonly leaseId: string | null;
}

/** What each contract has paid for vouchers: they are paid when they are issued. */
function vouchersPaid(db: ReadableDb): Iterable<{ contractId: string; paidMinor: number }> {
  return db
    .prepare<[], { contractId: string; paidMinor: number }>(
      `SELECT contract_id AS contractId, sum(amount_minor) AS paidMinor
      FROM transfer WHERE kind = 'voucher' GROUP BY contract_id`,
    )
    .iterate();
}

/** Points and vouchers that were taken. */
function redemptions(db: ReadableDb): Iterable<RedemptionRow> {
  return db
    .prepare<[], RedemptionRow>(
      `SELECT body ->> '$.redemption.allowanceKey' AS allowanceKey,
        body ->> '$.redemption.quantity' AS quantity, body ->> '$.redemption.state' AS state,
        body ->> '$.redemption.leaseId' AS leaseId
      FROM asset WHERE kind = 'redemption' ORDER BY asset_key`,
    )
    .iterate();
}

/**
 * What one sale counts for, allowance by allowance. Of a captured one: what is left of it after its
 * refunds, as far as the hold had room for it, and what it took above its hold.
 */
function countSale(rows: readonly PartRow[], counters: Map<string, Counted>): void {
  const heldByKey = new Map<string, number>();
  for (const { allowanceKey, held } of rows) {
    heldByKey.set(allowanceKey, (heldByKey.get(allowanceKey) ?? 0) + held);
  }
  for (const [allowanceKey, held] of heldByKey) {
    const row = rows.find((one) => one.allowanceKey === allowanceKey);
    if (row === undefined) continue;
    const counter = counters.get(allowanceKey) ?? { captured: 0, held: 0 };
    if (row.state === 'held') counter.held += held;
    if (row.state === 'captured') {
      const left = leftOf(row);
      counter.captured += Math.min(left, held) + Math.max(0, left - holdOf(row));
    }
    counters.set(allowanceKey, counter);
  }
}

function leftOf(row: PartRow): number {
  const { measure, amountMinor, refundedMinor, owedMinor, volumeMl, refundedMl } = row;
  if (measure === 'volume') return volumeMl - refundedMl;
  if (measure === 'count') return volumeMl > refundedMl ? 1 : 0;
  const isMoney = row.allowanceKey.startsWith('money/');
  return amountMinor - refundedMinor + (isMoney ? owedMinor : 0);
}

function holdOf({ measure, holdAmountMinor, holdVolumeMl }: PartRow): number {
  if (measure === 'count') return 1;
  return measure === 'money' ? holdAmountMinor : holdVolumeMl;
}

/**
 * What a sale took from leases: parts on one allowance are emptied in their order. A refund gives
 * nothing back to a lease; what the office gave up was given back to it whole.
 */
function spendLeases(rows: readonly PartRow[], spent: Map<string, number>): void {
  const open = new Map<string, number>();
  for (const row of rows) {
    const { allowanceKey, state, voided, held, leaseId } = row;
    const sold = { money: row.amountMinor, volume: row.volumeMl, count: 1 }[row.measure];
    const left = open.get(allowanceKey) ?? sold;
    const taken = state === 'captured' && voided === 0 ? Math.min(left, held) : 0;
    open.set(allowanceKey, left - taken);
    if (leaseId === null) continue;
    spent.set(leaseId, (spent.get(leaseId) ?? 0) + (state === 'held' ? held : taken));
  }
}

function parts(db: ReadableDb): Iterable<PartRow> {
  return db
    .prepare<[], PartRow>(
      `SELECT sale.sale_id AS saleId, state, voided, amount_minor AS amountMinor,
        volume_ml AS volumeMl, hold_amount_minor AS holdAmountMinor,
        hold_volume_ml AS holdVolumeMl, refunded_ml AS refundedMl,
        ${BACK('SELECT sum(amount_minor) FROM refund WHERE refund.sale_id = sale.sale_id')}
          AS refundedMinor,
        ${BACK(`
          SELECT sum(owed.amount_minor) FROM refund
          JOIN transfer AS owed ON owed.linked_id = refund_id AND owed.kind = 'owed'
          WHERE refund.sale_id = sale.sale_id`)} AS owedMinor,
        part.value ->> 0 AS allowanceKey, part.value ->> 1 AS measure, part.value ->> 2 AS held,
        part.value ->> 3 AS leaseId
      FROM sale, json_each(sale.parts) AS part
      ORDER BY sale.sale_id, part.key`,
    )
    .iterate();
}

/** Asked only where something was refunded. */
function BACK(sum: string): string {
  return `iif(refunded_ml = 0, 0, coalesce((${sum}), 0))`;
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
