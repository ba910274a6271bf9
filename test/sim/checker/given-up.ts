import type { Evidence, Violation } from './evidence.ts';
import type { JournalTables } from './tables/journal-lines.ts';
import type { LedgerTables } from './tables/ledger-tables.ts';

/**
 * I1: a hold is counted as long as its workstation can end it; the office gives up no other
 * (architecture §6). Remembers what could be ended at the check before.
 */
export class GivenUp {
  readonly #known = new Set<string>();
  #endable: ReadonlySet<string> = new Set();

  check(
    evidence: Evidence,
    ledger: LedgerTables,
    journals: ReadonlyMap<string, JournalTables>,
  ): Violation[] {
    const found: Violation[] = [];
    const endable = endableNow(evidence, ledger, journals);
    for (const { sale_id, voided } of ledger.sales) {
      if (voided === 0 || this.#known.has(sale_id)) continue;
      this.#known.add(sale_id);
      if (!this.#endable.has(sale_id) || !endable.has(sale_id)) continue;
      const what = `hold ${sale_id} was given up, and its workstation can still end it`;
      found.push({ invariant: 'I1', what });
    }
    this.#endable = endable;
    return found;
  }
}

/** Holds that a workstation has given and not taken back, and that it will be believed about. */
function endableNow(
  { desks }: Evidence,
  { lost }: LedgerTables,
  journals: ReadonlyMap<string, JournalTables>,
): ReadonlySet<string> {
  const endable = desks.flatMap(({ deskId, workstationId, restored }) => {
    const journal = journals.get(deskId);
    if (journal === undefined || restored || lost.has(workstationId)) return [];
    return [...journal.held.keys()].filter((saleId) => !journal.reversed.has(saleId));
  });
  return new Set(endable);
}
