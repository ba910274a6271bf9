import type { Transfer } from '#domain/ledger/ledger.ts';
import type { WritableDb } from '#sqlite/open.ts';

/**
 * Keeps daily closings true: what is booked before the end of a day that is closed already is added
 * to the closings after it. Hardly anything is, so the common case costs one look at a table of a
 * few rows.
 */
export class ClosingBook {
  readonly #latest;
  readonly #debit;
  readonly #credit;

  constructor(db: WritableDb) {
    this.#latest = db.prepare<[], { beforeMs: number | null }>(
      `SELECT max(before_ms) AS beforeMs FROM closed_day`,
    );
    this.#debit = db.prepare(`
      UPDATE account_closing SET debits_minor = debits_minor + ?
      WHERE account_id = ? AND ends_at_ms > ?`);
    this.#credit = db.prepare(`
      UPDATE account_closing SET credits_minor = credits_minor + ?
      WHERE account_id = ? AND ends_at_ms > ?`);
  }

  /** Called for each entry as it is posted, inside its transaction. */
  book({ debitAccountId, creditAccountId, amountMinor, atMs }: Transfer): void {
    const closedBeforeMs = this.#latest.get()?.beforeMs ?? null;
    if (closedBeforeMs === null || atMs >= closedBeforeMs) return;
    this.#debit.run(amountMinor, debitAccountId, atMs);
    this.#credit.run(amountMinor, creditAccountId, atMs);
  }
}
