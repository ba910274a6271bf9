import type { Violation } from './evidence.ts';
import type { LedgerTables, LimitRow, Measure, PartRow, SaleRow } from './tables/ledger-tables.ts';
import { soldIn } from './recount.ts';
import { countsAt, spanOf } from './tables/windows.ts';

/** I1: each sale counts whole on its contract's money and on every limit that counts it. */

interface Known {
  readonly signature: string;
  /** Number of the check at which it was first seen so, and the time of that check. */
  readonly check: number;
  readonly atMs: number;
}

/**
 * Remembers since when each limit is as it is, and of every sale what it had to be counted on when
 * it came into the ledger: later changes of a limit do not reach back.
 */
export class Parts {
  readonly #limits = new Map<string, Known>();
  readonly #wanted = new Map<string, readonly LimitRow[]>();
  #checks = 0;

  check(ledger: LedgerTables, nowMs: number): Violation[] {
    this.#checks += 1;
    const found: string[] = [];
    this.#dateLimits(ledger, nowMs);
    for (const sale of ledger.sales) {
      const isNew = !this.#wanted.has(sale.sale_id);
      if (isNew) {
        this.#wanted.set(sale.sale_id, this.#countedBy(ledger, sale));
        found.push(...plannedLate(ledger, sale));
      }
      found.push(...isWhole(ledger, sale, this.#wanted.get(sale.sale_id) ?? []));
    }
    return found.map((what) => ({ invariant: 'I1', what }));
  }

  #dateLimits(ledger: LedgerTables, nowMs: number): void {
    const there = new Set(ledger.limits.map(({ limitId }) => limitId));
    for (const id of this.#limits.keys()) if (!there.has(id)) this.#limits.delete(id);
    for (const limit of ledger.limits) {
      const { limitId, weekdays, fromMinute, toMinute } = limit;
      const signature = `${weekdays} ${fromMinute} ${toMinute}`;
      if (this.#limits.get(limitId)?.signature === signature) continue;
      this.#limits.set(limitId, { signature, check: this.#checks, atMs: nowMs });
    }
  }

  /** Limits that were as they are before the sale was made, and count its product and its time. */
  #countedBy(ledger: LedgerTables, sale: SaleRow): readonly LimitRow[] {
    return ledger.limits.filter((limit) => {
      const known = this.#limits.get(limit.limitId);
      if (known === undefined || known.check === this.#checks) return false;
      if (sale.mode === 'offline' && known.atMs > sale.authorized_at_ms) return false;
      return appliesTo(ledger, limit, sale);
    });
  }
}

function appliesTo(ledger: LedgerTables, limit: LimitRow, sale: SaleRow): boolean {
  if (!isOn(ledger, limit, sale)) return false;
  const zone = ledger.contracts.get(sale.contract_id)?.zone ?? 'UTC';
  if (!countsAt(limit, sale.authorized_at_ms, zone)) return false;
  if (limit.scopeKind === 'all') return true;
  const named = limit.scopeKind === 'product' ? sale.product_id : null;
  return limit.scopeId === (named ?? ledger.products.get(sale.product_id));
}

/** Whether a limit is on the card of a sale, on its group or on its contract. */
function isOn(ledger: LedgerTables, { subjectKind, subjectId }: LimitRow, sale: SaleRow): boolean {
  const groupId = ledger.cards.get(sale.card_id)?.group_id ?? null;
  const subjects = { card: sale.card_id, 'card-group': groupId, contract: sale.contract_id };
  return subjectId === subjects[subjectKind];
}

/** What was planned for before an online sale was in force when it was decided. */
function plannedLate(ledger: LedgerTables, sale: SaleRow): string[] {
  if (sale.mode === 'offline') return [];
  const late = ledger.limits.find((limit) => {
    const dueMs = limit.scheduled[0]?.fromMs ?? Number.MAX_SAFE_INTEGER;
    return dueMs <= sale.authorized_at_ms && isOn(ledger, limit, sale);
  });
  if (late === undefined) return [];
  return [`sale ${sale.sale_id} was decided before limit ${late.limitId} came into force`];
}

function isWhole(ledger: LedgerTables, sale: SaleRow, wanted: readonly LimitRow[]): string[] {
  const held = new Map<string, number>();
  const measures = new Map<string, Measure>();
  const found: string[] = [];
  for (const part of ledger.partsOf.get(sale.sale_id) ?? []) {
    held.set(part.allowance_key, (held.get(part.allowance_key) ?? 0) + part.held);
    measures.set(part.allowance_key, part.measure);
    if (!inItsWindow(ledger, sale, part)) {
      found.push(`sale ${sale.sale_id} counts in a foreign ${part.allowance_key}`);
    }
  }
  const keyOf = ({ limitId }: LimitRow): string => {
    const own = `limit/${limitId}`;
    return [...held.keys()].find((key) => key.startsWith(`${own}/`)) ?? own;
  };
  for (const key of [`money/${sale.contract_id}`, ...wanted.map(keyOf)]) {
    const needed = soldIn(sale, measures.get(key) ?? 'money');
    if (held.has(key) && (held.get(key) ?? 0) >= needed) continue;
    found.push(`sale ${sale.sale_id} is not counted whole on ${key}`);
  }
  return found;
}

function inItsWindow(ledger: LedgerTables, sale: SaleRow, part: PartRow): boolean {
  const [kind, , windowKey = ''] = part.allowance_key.split('/');
  if (kind !== 'limit') return true;
  const zone = ledger.contracts.get(sale.contract_id)?.zone ?? 'UTC';
  const { fromMs, toMs } = spanOf(windowKey, zone);
  return fromMs <= sale.authorized_at_ms && sale.authorized_at_ms < toMs;
}
