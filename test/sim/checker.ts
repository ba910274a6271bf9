import { AmountsInForce, countersAgree, partsComplete, recount } from './checker/allowances.ts';
import { conservation } from './checker/conservation.ts';
import { deskLeases } from './checker/desk-leases.ts';
import type { Evidence, Violation } from './checker/evidence.ts';
import { readJournal, type JournalTables } from './checker/journal-lines.ts';
import { kept } from './checker/kept.ts';
import {
  readLedger,
  type LedgerTables,
  type LimitRow,
  type SaleRow,
} from './checker/ledger-tables.ts';
import { once } from './checker/once.ts';
import { Stops } from './checker/stops.ts';
import { Chains } from './checker/traceable.ts';

/**
 * The independent checker of I1–I5 and I8, written from the text of the architecture (§3). It remembers
 * only what a witness would: who named which sale, and how far each allowance stood above its
 * amount.
 */
export class Checker {
  readonly #amounts = new AmountsInForce();
  readonly #stops = new Stops();
  readonly #chains = new Chains();
  readonly #everNamed = new Set<string>();
  /** Number of the check since which a limit is there, or a sale. */
  readonly #limitsSince = new Map<string, number>();
  readonly #salesSince = new Map<string, number>();
  #checks = 0;

  /** Everything that is wrong now, by invariant; empty when nothing is. */
  check(evidence: Evidence): readonly Violation[] {
    this.#checks += 1;
    const ledger = readLedger(evidence.backend);
    const journals = new Map(
      evidence.desks.map((desk) => [desk.deskId, readJournal(desk.journal)]),
    );
    this.#witness(ledger, journals);
    const counted = recount(ledger);
    const everNamed = this.#everNamed;
    return [
      ...countersAgree(ledger, counted),
      ...this.#amounts.check(ledger, counted, evidence.nowMs),
      ...partsComplete(ledger, (limit, sale) => this.#appliesTo(ledger, limit, sale)),
      ...evidence.desks.flatMap((desk) => {
        const journal = journals.get(desk.deskId);
        return journal === undefined ? [] : deskLeases(desk, journal, ledger);
      }),
      ...once({ evidence, ledger, journals, everNamed }),
      ...conservation(ledger, evidence.statements),
      ...kept({ evidence, ledger, journals }),
      ...this.#stops.check(evidence, ledger),
      ...(evidence.thorough ? this.#chains.check(evidence, ledger, journals) : []),
    ];
  }

  #witness(ledger: LedgerTables, journals: ReadonlyMap<string, JournalTables>): void {
    for (const { named } of journals.values()) for (const id of named) this.#everNamed.add(id);
    const there = new Set(ledger.limits.map((limit) => limit.limitId));
    for (const id of this.#limitsSince.keys()) if (!there.has(id)) this.#limitsSince.delete(id);
    this.#date(this.#limitsSince, there);
    this.#date(
      this.#salesSince,
      ledger.sales.map((sale) => sale.sale_id),
    );
  }

  #date(since: Map<string, number>, ids: Iterable<string>): void {
    for (const id of ids) if (!since.has(id)) since.set(id, this.#checks);
  }

  /** A limit counts the sales that came into the ledger while it was there. */
  #appliesTo(ledger: LedgerTables, limit: LimitRow, sale: SaleRow): boolean {
    const subjectId = limit.subjectKind === 'card' ? sale.card_id : sale.contract_id;
    if (limit.subjectId !== subjectId) return false;
    const limitSince = this.#limitsSince.get(limit.limitId) ?? 0;
    if (limitSince >= (this.#salesSince.get(sale.sale_id) ?? 0)) return false;
    if (limit.scopeKind === 'all') return true;
    const named = limit.scopeKind === 'product' ? sale.product_id : null;
    return limit.scopeId === (named ?? ledger.products.get(sale.product_id));
  }
}
