import type { DeskEvidence, Evidence, Violation } from './evidence.ts';
import type { JournalTables } from './tables/journal-lines.ts';
import type { LedgerTables } from './tables/ledger-tables.ts';

/** I6: at most one redemption of a voucher in the whole network, offline included. */

/**
 * So long after its lease has ended a lost workstation may still tell what it redeemed: as long as
 * it could have sold without the link.
 */
const REPORTED_WITHIN_MS = 72 * 3_600_000;

interface Taken {
  readonly allowanceKey: string;
  /** The lease that paid for it; null when the backend itself gave it. */
  readonly leaseId: string | null;
}

/**
 * Remembers every redemption that a workstation ever accepted, as the driver does who drove away
 * with the fuel: a journal that was put back from a copy does not bring the voucher back. Two
 * things are nobody's fault but named: what a lost workstation redeemed from a lease that was taken
 * from it when the time to tell it was over, and what either of two copies of one machine with its
 * key store redeemed, until they were found out as a fork (architecture §7).
 */
export class Vouchers {
  readonly #taken = new Map<string, Taken>();
  readonly #excused = new Set<string>();
  readonly #givenBack = new Set<string>();

  check(
    evidence: Evidence,
    ledger: LedgerTables,
    journals: ReadonlyMap<string, JournalTables>,
  ): Violation[] {
    for (const desk of evidence.desks) {
      const journal = journals.get(desk.deskId);
      if (journal !== undefined) this.#witness(desk, journal);
    }
    const takers = new Map<string, Set<string>>();
    const forfeited = new Set(
      ledger.leases.flatMap(({ lease_id, expires_at_ms }) => {
        const atMs = ledger.forfeitedAtMs.get(lease_id);
        return atMs !== undefined && atMs >= expires_at_ms + REPORTED_WITHIN_MS ? [lease_id] : [];
      }),
    );
    const count = (id: string, { allowanceKey, leaseId }: Taken): void => {
      const isNamed = this.#excused.has(id) || forfeited.has(leaseId ?? '');
      if (isNamed || this.#givenBack.has(id) || !allowanceKey.startsWith('voucher/')) return;
      takers.set(allowanceKey, (takers.get(allowanceKey) ?? new Set()).add(id));
    };
    for (const [id, taken] of this.#taken) count(id, taken);
    for (const redemption of ledger.assets.redemptions) {
      if (redemption.state !== 'reversed') count(redemption.redemptionId, redemption);
    }
    const twice = [...takers].flatMap(([key, ids]) => {
      return ids.size < 2 ? [] : [`${key} was redeemed by ${[...ids].join(' and ')}`];
    });
    return [...twice, ...freedEarly(ledger)].map((what) => ({ invariant: 'I6', what }));
  }

  #witness({ copied }: DeskEvidence, journal: JournalTables): void {
    for (const { redemptionId, allowanceKey, leaseId } of journal.redeemed.values()) {
      if (this.#taken.has(redemptionId)) continue;
      this.#taken.set(redemptionId, { allowanceKey, leaseId });
      if (copied) this.#excused.add(redemptionId);
    }
    for (const [id, how] of journal.redemptionEnds) {
      if (how === 'reversed') this.#givenBack.add(id);
    }
  }
}

/** A voucher at a lost workstation is kept as long as that may tell that it was redeemed there. */
function freedEarly({ leases, forfeitedAtMs }: LedgerTables): string[] {
  return leases.flatMap(({ lease_id, allowance_key, expires_at_ms }) => {
    const freedAtMs = forfeitedAtMs.get(lease_id) ?? Number.MAX_SAFE_INTEGER;
    const isEarly = freedAtMs < expires_at_ms + REPORTED_WITHIN_MS;
    if (!isEarly || !allowance_key.startsWith('voucher/')) return [];
    return [`${allowance_key} was freed while a lost workstation may have redeemed it`];
  });
}
