import type { Transfer } from '#domain/ledger/ledger.ts';
import { dayEnd, localDate } from '#domain/time/local-date.ts';
import type { WritableDb } from '#sqlite/open.ts';
import { zoneOfAccount } from '../../sql/ledger/account-zone.ts';

/**
 * Keeps daily closings true: what is booked before the end of a day that is closed already is added
 * to the closings after it, and a closed day on which the account had not moved gets its closing.
 * Hardly anything is, so the common case costs one look at a table of a few rows in each commit.
 */
export class ClosingBook {
  readonly #latest;
  readonly #closedOf;
  readonly #begin;
  readonly #debit;
  readonly #credit;

  constructor(db: WritableDb) {
    this.#latest = db.prepare<[], { beforeMs: number | null }>(
      `SELECT max(before_ms) AS beforeMs FROM closed_day`,
    );
    this.#closedOf = db.prepare<[{ accountId: string }], { zone: string; beforeMs: number }>(
      `SELECT zone, before_ms AS beforeMs FROM closed_day
      WHERE zone = ${zoneOfAccount('@accountId')}`,
    );
    this.#begin = db.prepare<[{ accountId: string; day: string; endsAtMs: number }]>(`
      INSERT INTO account_closing (account_id, ends_at_ms, day, debits_minor, credits_minor)
      SELECT @accountId, @endsAtMs, @day, coalesce(max(debits_minor), 0),
        coalesce(max(credits_minor), 0)
      FROM account_closing WHERE account_id = @accountId AND ends_at_ms < @endsAtMs
      ON CONFLICT (account_id, ends_at_ms) DO NOTHING`);
    this.#debit = db.prepare(`
      UPDATE account_closing SET debits_minor = debits_minor + ?
      WHERE account_id = ? AND ends_at_ms > ?`);
    this.#credit = db.prepare(`
      UPDATE account_closing SET credits_minor = credits_minor + ?
      WHERE account_id = ? AND ends_at_ms > ?`);
  }

  /** Every day of every zone is open from here on; asked inside the transaction that books. */
  openFromMs(): number {
    return this.#latest.get()?.beforeMs ?? Number.NEGATIVE_INFINITY;
  }

  /** Called for each entry as it is posted before `openFromMs`, inside its transaction. */
  book({ debitAccountId, creditAccountId, amountMinor, atMs }: Transfer): void {
    for (const accountId of [debitAccountId, creditAccountId]) this.#haveClosing(accountId, atMs);
    this.#debit.run(amountMinor, debitAccountId, atMs);
    this.#credit.run(amountMinor, creditAccountId, atMs);
  }

  /** The closing of that day, where the day is over for this account, as the one before it says. */
  #haveClosing(accountId: string, atMs: number): void {
    const closed = this.#closedOf.get({ accountId });
    if (closed === undefined || atMs >= closed.beforeMs) return;
    const day = localDate(atMs, closed.zone);
    this.#begin.run({ accountId, day, endsAtMs: dayEnd(day, closed.zone) });
  }
}
