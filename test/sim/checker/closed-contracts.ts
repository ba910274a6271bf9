import type { DeskEvidence, Evidence, Violation } from './evidence.ts';
import type { JournalTables } from './tables/journal-lines.ts';
import type { LedgerTables } from './tables/ledger-tables.ts';
import { all } from './tables/rows.ts';

/**
 * I5: a closed contract stays closed, and a workstation that knows of it sells nothing more under
 * it without the link. When all is told each knows, and has none of its leases left. What the
 * backend itself sells is judged with everything else that is stopped.
 */
export class ClosedContracts {
  #closed: ReadonlySet<string> = new Set();
  /** By workstation: contracts that it knew to be closed, and what it had given under them. */
  #desks = new Map<string, { readonly known: ReadonlySet<string>; readonly given: Given }>();

  check(
    evidence: Evidence,
    { contracts }: LedgerTables,
    journals: ReadonlyMap<string, JournalTables>,
  ): Violation[] {
    const closed = new Set(
      [...contracts.values()].flatMap((one) => (one.state === 'closed' ? [one.contract_id] : [])),
    );
    const found = [...this.#closed]
      .filter((id) => !closed.has(id))
      .map((id) => `contract ${id} was closed and is not any more`);
    this.#closed = closed;
    const before = this.#desks;
    this.#desks = new Map();
    for (const desk of evidence.desks) {
      const journal = journals.get(desk.deskId);
      if (closed.size === 0 || journal === undefined) continue;
      const now = { known: knownClosed(desk), given: givenOf(journal, closed) };
      this.#desks.set(desk.deskId, now);
      const then = before.get(desk.deskId);
      for (const [id, contractId] of now.given) {
        const knew = then?.known.has(contractId) === true && now.known.has(contractId);
        if (!knew || then.given.has(id)) continue;
        found.push(`${desk.deskId} sold ${id} from leases on ${contractId}, which it knew closed`);
      }
      if (evidence.healed) found.push(...untold(desk, { closed, known: now.known, journal }));
    }
    return found.map((what) => ({ invariant: 'I5', what }));
  }
}

/** Sales and redemptions from leases, with the contract of each. */
type Given = ReadonlyMap<string, string>;

function givenOf({ held, redeemed }: JournalTables, closed: ReadonlySet<string>): Given {
  const given = new Map<string, string>();
  const moneyOf = new Map([...closed].map((id) => [`money/${id}`, id]));
  for (const { saleId, mode, parts } of held.values()) {
    if (mode === 'online') continue;
    for (const { allowanceKey } of parts) {
      const contractId = moneyOf.get(allowanceKey);
      if (contractId !== undefined) given.set(saleId, contractId);
    }
  }
  for (const { redemptionId, leaseId, contractId } of redeemed.values()) {
    if (leaseId !== null && closed.has(contractId)) given.set(redemptionId, contractId);
  }
  return given;
}

function knownClosed({ cache }: DeskEvidence): ReadonlySet<string> {
  const rows = all<{ id: string }>(
    cache,
    `SELECT row_id AS id FROM record WHERE entity = 'contract' AND body ->> '$.state' = 'closed'`,
  );
  return new Set(rows.map(({ id }) => id));
}

interface AllTold {
  readonly closed: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
  readonly journal: JournalTables;
}

function untold({ deskId, journal: db }: DeskEvidence, { closed, known }: AllTold): string[] {
  const left = all<{ contractId: string }>(
    db,
    'SELECT DISTINCT contract_id AS contractId FROM lease WHERE dead = 0 AND remaining > 0',
  );
  return [
    ...[...closed].filter((id) => !known.has(id)).map((id) => `${deskId} takes ${id} for open`),
    ...left
      .filter(({ contractId }) => closed.has(contractId))
      .map(({ contractId }) => `${deskId} keeps leases on ${contractId}, which is closed`),
  ];
}
