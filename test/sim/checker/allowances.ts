import type { Violation } from './evidence.ts';
import type {
  LeaseRow,
  LedgerTables,
  LimitRow,
  Measure,
  PartRow,
  SaleRow,
} from './ledger-tables.ts';
import { spanOf } from './windows.ts';

/** I1 at the backend: what is captured, held and leased stays within the amount in force. */

interface Counted {
  captured: number;
  held: number;
  leased: number;
}

/** What the ledger comes to, recounted from sales, parts and leases alone. */
export interface Recount {
  readonly byKey: ReadonlyMap<string, Counted>;
  readonly spentByLease: ReadonlyMap<string, number>;
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
  for (const sale of tables.sales) {
    for (const { part, taken } of takenOf(sale, tables.partsOf.get(sale.sale_id) ?? [])) {
      const held = sale.state === 'held' ? part.held : 0;
      const count = counted(part.allowance_key);
      count.held += held;
      count.captured += taken;
      if (part.lease_id === null) continue;
      spentByLease.set(part.lease_id, (spentByLease.get(part.lease_id) ?? 0) + held + taken);
    }
  }
  for (const lease of tables.leases) {
    const gone = spentByLease.get(lease.lease_id) ?? 0;
    const back = backFrom(tables, lease);
    counted(lease.allowance_key).leased += Math.max(0, lease.granted - gone - back);
  }
  return { byKey, spentByLease };
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

/** Parts on one allowance are emptied in their order. */
function takenOf(sale: SaleRow, parts: readonly PartRow[]): { part: PartRow; taken: number }[] {
  const left = new Map<string, number>();
  return parts.map((part) => {
    const open = left.get(part.allowance_key) ?? soldIn(sale, part.measure);
    const taken = Math.min(open, part.held);
    left.set(part.allowance_key, open - taken);
    return { part, taken };
  });
}

/** Stored counters and lease rows say what the recount says. */
export function countersAgree(tables: LedgerTables, { byKey, spentByLease }: Recount): Violation[] {
  const found: Violation[] = [];
  for (const key of new Set([...byKey.keys(), ...tables.counters.keys()])) {
    const stored = tables.counters.get(key) ?? { captured: 0, held: 0, leased: 0 };
    const real = byKey.get(key) ?? { captured: 0, held: 0, leased: 0 };
    const text = ({ captured, held, leased }: Counted): string => `${captured}/${held}/${leased}`;
    if (text(stored) === text(real)) continue;
    found.push(excessive(`${key} counts ${text(stored)}, sales and leases say ${text(real)}`));
  }
  for (const lease of tables.leases) {
    const { lease_id, spent, returned } = lease;
    const real = [spentByLease.get(lease_id) ?? 0, backFrom(tables, lease)];
    if (spent === real[0] && returned === real[1]) continue;
    found.push(
      excessive(`lease ${lease_id} says ${spent}/${returned}, its sales ${real.join('/')}`),
    );
  }
  return found;
}

interface Standing {
  readonly excess: number;
  readonly exposure: number;
}

/**
 * Remembers how far each allowance stood above its amount. An allowance may stand above only by
 * what exposures name; from one check to the next its excess grows by no more than was named.
 */
export class AmountsInForce {
  readonly #amounts = new Map<string, number>();
  readonly #standing = new Map<string, Standing>();
  /** Since when each limit is there and declines; windows that were over by then are none of it. */
  readonly #declinesSinceMs = new Map<string, number>();

  check(tables: LedgerTables, { byKey }: Recount, nowMs: number): Violation[] {
    const found: Violation[] = [];
    const limits = new Map(tables.limits.map((limit) => [limit.limitId, limit]));
    this.#dateLimits(limits, nowMs);
    for (const [key, { captured, held, leased }] of byKey) {
      const amount = this.#amount(key, { tables, limits, nowMs });
      if (amount === null) {
        this.#standing.delete(key);
        this.#amounts.delete(key);
        continue;
      }
      const excess = Math.max(0, captured + held + leased - amount);
      const exposure = tables.exposures.get(key) ?? 0;
      const before = this.#standing.get(key) ?? { excess: 0, exposure: 0 };
      this.#standing.set(key, { excess, exposure });
      const grown = excess - before.excess;
      const named = exposure - before.exposure;
      if (grown <= named) continue;
      const sum = `${captured} + ${held} + ${leased}`;
      found.push(excessive(`${key}: ${sum} is ${excess} above ${amount}, ${named} newly named`));
    }
    return found;
  }

  #dateLimits(limits: ReadonlyMap<string, LimitRow>, nowMs: number): void {
    for (const id of this.#declinesSinceMs.keys()) {
      if (limits.get(id)?.action !== 'decline') this.#declinesSinceMs.delete(id);
    }
    for (const { limitId, action } of limits.values()) {
      if (action === 'alert' || this.#declinesSinceMs.has(limitId)) continue;
      this.#declinesSinceMs.set(limitId, nowMs);
    }
  }

  /**
   * Null when the limit is no more. For a window that is over it is the largest amount since then:
   * no history of amounts is kept, and a change after the end does not reach back.
   */
  #amount(
    key: string,
    context: {
      tables: LedgerTables;
      limits: ReadonlyMap<string, LimitRow>;
      nowMs: number;
    },
  ): number | null {
    const { tables, limits, nowMs } = context;
    const [kind, id = '', windowKey = ''] = key.split('/');
    if (kind === 'money') {
      const contract = tables.contracts.get(id);
      return contract === undefined ? null : contract.deposits_minor + contract.credit_limit_minor;
    }
    const limit = limits.get(id);
    // An alerting limit lets everything pass, one that waits for its day bounds nothing yet.
    if (limit === undefined || limit.action === 'alert' || limit.weekdays === 0) return null;
    const zone = tables.contracts.get(limit.contractId)?.zone ?? 'UTC';
    const { toMs } = spanOf(windowKey, zone);
    if (toMs <= (this.#declinesSinceMs.get(id) ?? nowMs)) return null;
    const over = toMs <= nowMs;
    const before = this.#amounts.get(key) ?? limit.amount;
    const amount = over ? Math.max(before, limit.amount) : limit.amount;
    this.#amounts.set(key, amount);
    return amount;
  }
}

function excessive(what: string): Violation {
  return { invariant: 'I1', what };
}
