import type { Evidence, Violation } from './evidence.ts';
import type { LedgerTables, LimitRow } from './tables/ledger-tables.ts';
import { LimitHistory } from './tables/limit-history.ts';
import { invariantOf, type Recount } from './recount.ts';
import { spanOf } from './tables/windows.ts';

/**
 * I1, I6 and I7 at the backend: what is captured, held and leased stays within the amount in force,
 * of a limit's window, a contract's money, a voucher and a points account.
 */

interface Standing {
  readonly used: number;
  /** Null of a window that is over and was bounded by nothing when its last sale was made. */
  readonly amount: number | null;
  readonly exposure: number;
}

interface Context {
  readonly tables: LedgerTables;
  readonly limits: ReadonlyMap<string, LimitRow>;
  readonly nowMs: number;
  /** By allowance key: the instant of the newest of the sales that came since the check before. */
  readonly newSalesAtMs: ReadonlyMap<string, number>;
  readonly history: () => LimitHistory;
}

/**
 * Remembers how far each allowance stood above its amount. An allowance may stand above only by
 * what exposures name; from one check to the next its excess grows by no more than was named. A
 * window that is over is judged by the amount that was in force when the sale was made that came
 * into it: what was lowered later does not reach back, what was raised until the sale is told does.
 */
export class AmountsInForce {
  readonly #standing = new Map<string, Standing>();
  readonly #known = new Set<string>();
  /** What each limit began with, before anybody changed it. */
  readonly #first: Map<string, number>;
  /** Since when each limit is there and declines; windows that were over by then are none of it. */
  readonly #declinesSinceMs = new Map<string, number>();

  constructor(first = new Map<string, number>()) {
    this.#first = first;
  }

  /** The ledger was put back to an earlier day; how the limits began is as it was. */
  begunAnew(): AmountsInForce {
    return new AmountsInForce(this.#first);
  }

  check(tables: LedgerTables, { byKey }: Recount, evidence: Evidence): Violation[] {
    const found: Violation[] = [];
    const { nowMs, backend } = evidence;
    const limits = new Map(tables.limits.map((limit) => [limit.limitId, limit]));
    this.#dateLimits(limits, nowMs);
    let known: LimitHistory | null = null;
    const history = (): LimitHistory => (known ??= new LimitHistory(backend));
    const context = { tables, limits, nowMs, newSalesAtMs: this.#newSales(tables, nowMs), history };
    for (const [key, { captured, held, leased }] of byKey) {
      const before = this.#standing.get(key);
      const amount = this.#amount(key, before?.amount, context);
      const used = captured + held + leased;
      const exposure = tables.exposures.get(key) ?? 0;
      if (amount === null) {
        // What was named until something bounds it again counts then.
        this.#standing.set(key, { used, amount, exposure: 0 });
        continue;
      }
      const excess = Math.max(0, used - amount);
      const grown = excess - this.#excessBefore(key, amount, context);
      const named = exposure - (before?.exposure ?? 0);
      this.#standing.set(key, { used, amount, exposure });
      if (grown <= named) continue;
      const sum = `${captured} + ${held} + ${leased}`;
      const what = `${key}: ${sum} is ${excess} above ${amount}, ${named} newly named`;
      found.push({ invariant: invariantOf(key), what });
    }
    return found;
  }

  #dateLimits(limits: ReadonlyMap<string, LimitRow>, nowMs: number): void {
    for (const id of this.#declinesSinceMs.keys()) {
      if (limits.get(id)?.action !== 'decline') this.#declinesSinceMs.delete(id);
    }
    for (const { limitId, action, amount } of limits.values()) {
      if (!this.#first.has(limitId)) this.#first.set(limitId, amount);
      if (action === 'alert' || this.#declinesSinceMs.has(limitId)) continue;
      this.#declinesSinceMs.set(limitId, nowMs);
    }
  }

  /**
   * The moment of the newest sale that came into each allowance since the last check. What is
   * entered by hand is decided when it is entered.
   */
  #newSales(tables: LedgerTables, nowMs: number): ReadonlyMap<string, number> {
    const newest = new Map<string, number>();
    for (const { sale_id, authorized_at_ms } of tables.sales) {
      if (this.#known.has(sale_id)) continue;
      this.#known.add(sale_id);
      const decidedAtMs = tables.entries.has(sale_id) ? nowMs : authorized_at_ms;
      for (const { allowance_key: key } of tables.partsOf.get(sale_id) ?? []) {
        newest.set(key, Math.max(newest.get(key) ?? 0, decidedAtMs));
      }
    }
    return newest;
  }

  /** Null when nothing bounds it. */
  #amount(key: string, before: number | null | undefined, context: Context): number | null {
    const { tables, limits, nowMs } = context;
    const [kind, id = ''] = key.split('/');
    if (kind === 'money') {
      const contract = tables.contracts.get(id);
      return contract === undefined ? null : contract.deposits_minor + contract.credit_limit_minor;
    }
    // A voucher allows one redemption, in the whole network.
    if (kind === 'voucher') return tables.assets.vouchers.has(key) ? 1 : null;
    if (kind === 'points') return tables.assets.points.get(key)?.creditedPoints ?? null;
    const limit = limits.get(id);
    // An alerting limit lets everything pass, one that waits for its day bounds nothing yet.
    if (limit === undefined || limit.action === 'alert' || limit.weekdays === 0) return null;
    const endsAtMs = endOf(key, tables, limit);
    if (endsAtMs <= (this.#declinesSinceMs.get(id) ?? nowMs)) return null;
    if (endsAtMs > nowMs) return limit.amount;
    const saleAtMs = context.newSalesAtMs.get(key);
    if (saleAtMs === undefined) {
      return before === undefined ? (this.#first.get(id) ?? limit.amount) : before;
    }
    const then = context.history().amountsAt(id, saleAtMs);
    const known = then.length === 0 ? [this.#first.get(id) ?? null] : then;
    return known.includes(null) ? null : Math.max(limit.amount, ...known.map(Number));
  }

  /**
   * How far it stood above at the check before: by the amount of then, or in a window that is over
   * by the amount that now counts.
   */
  #excessBefore(key: string, amount: number, { tables, limits, nowMs }: Context): number {
    const before = this.#standing.get(key);
    if (before === undefined || before.amount === null) return 0;
    const limit = limits.get(key.split('/')[1] ?? '');
    const isOver = limit !== undefined && endOf(key, tables, limit) <= nowMs;
    return Math.max(0, before.used - (isOver ? amount : before.amount));
  }
}

/** When the window of a limit's allowance ends, in the contract's zone. */
function endOf(key: string, { contracts }: LedgerTables, { contractId }: LimitRow): number {
  const windowKey = key.split('/')[2] ?? '';
  return spanOf(windowKey, contracts.get(contractId)?.zone ?? 'UTC').toMs;
}
