import { AmountsInForce } from './checker/allowances.ts';
import { ClosedContracts } from './checker/closed-contracts.ts';
import { conservation } from './checker/conservation.ts';
import { deskLeases } from './checker/desk-leases.ts';
import type { DeskEvidence, Evidence, Violation } from './checker/evidence.ts';
import { GivenUp } from './checker/given-up.ts';
import { readJournal, type JournalTables } from './checker/tables/journal-lines.ts';
import { kept } from './checker/kept.ts';
import { readLedger } from './checker/tables/ledger-tables.ts';
import { limitChanges } from './checker/limit-changes.ts';
import { once } from './checker/once.ts';
import { paperSlips } from './checker/paper-slips.ts';
import { Parts } from './checker/parts.ts';
import { points } from './checker/points.ts';
import { countersAgree, recount } from './checker/recount.ts';
import { Stops } from './checker/stops.ts';
import { Chains } from './checker/traceable.ts';
import { Vouchers } from './checker/vouchers.ts';

/**
 * The independent checker of I1–I8, written from the text of the architecture (§3). It
 * remembers only what a witness would: who named which sale, and how far each allowance stood above
 * its amount.
 */
export class Checker {
  readonly #amounts: AmountsInForce;
  readonly #parts = new Parts();
  readonly #stops = new Stops();
  readonly #chains = new Chains();
  readonly #vouchers: Vouchers;
  readonly #closed = new ClosedContracts();
  readonly #givenUp = new GivenUp();
  readonly #everNamed = new Set<string>();

  constructor(amounts = new AmountsInForce(), vouchers = new Vouchers()) {
    this.#amounts = amounts;
    this.#vouchers = vouchers;
  }

  /** The ledger was put back to an earlier day: what was witnessed of it since counts no more. */
  begunAnew(): Checker {
    const checker = new Checker(this.#amounts.begunAnew(), this.#vouchers);
    for (const id of this.#everNamed) checker.#everNamed.add(id);
    return checker;
  }

  /** Everything that is wrong now, by invariant; empty when nothing is. */
  check(evidence: Evidence): readonly Violation[] {
    const ledger = readLedger(evidence.backend);
    const journals = new Map(
      evidence.desks.map((desk) => [desk.deskId, readJournal(desk.journal)]),
    );
    this.#witness(journals);
    const counted = recount(ledger);
    const everNamed = this.#everNamed;
    return [
      ...countersAgree(ledger, counted),
      ...this.#amounts.check(ledger, counted, evidence),
      ...this.#parts.check(ledger, evidence.nowMs),
      ...evidence.desks.flatMap((desk) => {
        const journal = journals.get(desk.deskId);
        return journal === undefined ? [] : deskLeases(desk, journal, { ledger, evidence });
      }),
      ...once({ evidence, ledger, journals, everNamed }),
      ...conservation(ledger, evidence.statements),
      ...kept({ evidence, ledger, journals }),
      ...paperSlips(evidence, ledger),
      ...this.#stops.check(evidence, ledger),
      ...this.#closed.check(evidence, ledger, journals),
      ...this.#givenUp.check(evidence, ledger, journals),
      ...this.#vouchers.check(evidence, ledger, journals),
      ...points(evidence, ledger),
      ...(evidence.thorough ? limitChanges(evidence) : []),
      ...(evidence.thorough ? this.#chains.check(evidence, ledger, journals) : []),
    ];
  }

  /** What a workstation has named is remembered before it is carried away. */
  heardOut(journal: DeskEvidence['journal']): void {
    this.#witness(new Map([['', readJournal(journal)]]));
  }

  #witness(journals: ReadonlyMap<string, JournalTables>): void {
    for (const { named } of journals.values()) for (const id of named) this.#everNamed.add(id);
  }
}
