import type { Invariant, Violation } from './evidence.ts';
import type { LeaseRow, LedgerTables, Measure, PartRow, SaleRow } from './tables/ledger-tables.ts';

/** I1, I6 and I7 at the backend: stored counters say what operations and leases say. */

export interface Counted {
  captured: number;
  held: number;
  leased: number;
}

/** What the ledger comes to, recounted from operations and leases alone. */
export interface Recount {
  readonly byKey: ReadonlyMap<string, Counted>;
  readonly spentByLease: ReadonlyMap<string, number>;
}

/** The invariant that an allowance belongs to: money and limits, a voucher, points. */
export function invariantOf(allowanceKey: string): Invariant {
  if (allowanceKey.startsWith('voucher/')) return 'I6';
  return allowanceKey.startsWith('points/') ? 'I7' : 'I1';
}

/** A measure of what one sale took. */
export function soldIn(sale: SaleRow, measure: Measure): number {
  if (sale.state !== 'captured') return 0;
  return { money: sale.amount_minor, volume: sale.volume_ml, count: 1 }[measure];
}

export function recount(tables: LedgerTables): Recount {
  const byKey = new Map<string, Counted>();
  const spentByLease = new Map<string, number>();
  const counted = (key: string): Counted => {
    const before = byKey.get(key);
    if (before !== undefined) return before;
    const fresh = { captured: 0, held: 0, leased: 0 };
    byKey.set(key, fresh);
    return fresh;
  };
  const spend = (leaseId: string | null, quantity: number): void => {
    if (leaseId !== null) spentByLease.set(leaseId, (spentByLease.get(leaseId) ?? 0) + quantity);
  };
  const backOf = refundsBySale(tables);
  for (const sale of tables.sales) {
    const parts = tables.partsOf.get(sale.sale_id) ?? [];
    const back = backOf.get(sale.sale_id);
    for (const { part, taken, kept } of takenOf(sale, parts, back)) {
      const held = sale.state === 'held' ? part.held : 0;
      const count = counted(part.allowance_key);
      count.held += held;
      count.captured += kept;
      // Where the hold was given up its leases were settled: a fill that came later takes nothing.
      if (sale.voided === 0) spend(part.lease_id, held + taken);
    }
  }
  for (const { kind, contract_id, amount_minor } of tables.transfers.values()) {
    if (kind === 'voucher') counted(`money/${contract_id}`).captured += amount_minor;
  }
  for (const { allowanceKey, state, quantity, leaseId } of tables.assets.redemptions) {
    if (state === 'reversed') continue;
    counted(allowanceKey)[state] += quantity;
    spend(leaseId, quantity);
  }
  for (const lease of tables.leases) {
    const gone = spentByLease.get(lease.lease_id) ?? 0;
    const back = backFrom(tables, lease);
    counted(lease.allowance_key).leased += Math.max(0, lease.granted - gone - back);
  }
  return { byKey, spentByLease };
}

/** What was given back of a sale. */
interface Back {
  volumeMl: number;
  amountMinor: number;
  /** Of that, what its closed contract is owed and does not spend again. */
  owedMinor: number;
}

function refundsBySale({ refunds, transfers }: LedgerTables): ReadonlyMap<string, Back> {
  const backOf = new Map<string, Back>();
  for (const { refund_id, sale_id, volume_ml, amount_minor } of refunds.values()) {
    const back = backOf.get(sale_id) ?? { volumeMl: 0, amountMinor: 0, owedMinor: 0 };
    back.volumeMl += volume_ml;
    back.amountMinor += amount_minor;
    back.owedMinor += transfers.get(`${refund_id}/owed`)?.amount_minor ?? 0;
    backOf.set(sale_id, back);
  }
  return backOf;
}

/**
 * What came back of a lease: what its workstation returned, and of a lost one what was taken away,
 * which is never more than it had left.
 */
function backFrom(tables: LedgerTables, lease: LeaseRow): number {
  const back = tables.returned.get(lease.lease_id) ?? 0;
  if (!tables.lost.has(lease.workstation_id)) return back;
  return Math.min(Math.max(back, lease.returned), lease.granted);
}

interface Taken {
  readonly part: PartRow;
  /** What the part's lease has paid: a refund gives nothing back to it. */
  readonly taken: number;
  /** What still counts on the part's allowance. */
  readonly kept: number;
}

/** Parts on one allowance are emptied in their order. */
function takenOf(sale: SaleRow, parts: readonly PartRow[], back: Back | undefined): Taken[] {
  const sold = new Map<string, number>();
  const left = new Map<string, number>();
  const emptied = (open: Map<string, number>, part: PartRow, whole: number): number => {
    const before = open.get(part.allowance_key) ?? whole;
    const taken = Math.min(before, part.held);
    open.set(part.allowance_key, before - taken);
    return taken;
  };
  return parts.map((part) => ({
    part,
    taken: emptied(sold, part, soldIn(sale, part.measure)),
    kept: emptied(left, part, leftOf(sale, part, back)),
  }));
}

/** What is left of a sale after its refunds: a fill that came back whole is no fill. */
function leftOf(
  sale: SaleRow,
  { measure, allowance_key }: PartRow,
  back: Back | undefined,
): number {
  const sold = soldIn(sale, measure);
  if (back === undefined) return sold;
  if (measure === 'volume') return sold - back.volumeMl;
  if (measure === 'count') return back.volumeMl < sale.volume_ml ? sold : 0;
  return sold - back.amountMinor + (allowance_key.startsWith('money/') ? back.owedMinor : 0);
}

/** Stored counters and lease rows say what the recount says. */
export function countersAgree(tables: LedgerTables, { byKey, spentByLease }: Recount): Violation[] {
  const found: Violation[] = [];
  for (const key of new Set([...byKey.keys(), ...tables.counters.keys()])) {
    const stored = tables.counters.get(key) ?? { captured: 0, held: 0, leased: 0 };
    const real = byKey.get(key) ?? { captured: 0, held: 0, leased: 0 };
    const text = ({ captured, held, leased }: Counted): string => `${captured}/${held}/${leased}`;
    if (text(stored) === text(real)) continue;
    const what = `${key} counts ${text(stored)}, its operations and leases say ${text(real)}`;
    found.push({ invariant: invariantOf(key), what });
  }
  for (const lease of tables.leases) {
    const { lease_id, allowance_key, spent, returned } = lease;
    const real = [spentByLease.get(lease_id) ?? 0, backFrom(tables, lease)];
    if (spent === real[0] && returned === real[1]) continue;
    const what = `lease ${lease_id} says ${spent}/${returned}, its operations ${real.join('/')}`;
    found.push({ invariant: invariantOf(allowance_key), what });
  }
  return found;
}
