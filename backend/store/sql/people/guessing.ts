import type { GuessChange } from '#service/people/changes/guess-change.ts';
import type { AddedPoints, RateWindow, RateWindowStore } from '#service/people/guess-ports.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { SqlDatabase, SqlWrite } from '../sql.ts';

const SQL = {
  // A window that is over begins anew with what is added. One that would last longer than windows
  // do was begun under a clock that has been set back since: its points stay, its end is that of
  // now.
  add: `
    INSERT INTO rate_window (name, points, ends_at_ms) VALUES (@name, @points, @endsAtMs)
    ON CONFLICT (name) DO UPDATE SET
      points = CASE WHEN rate_window.ends_at_ms <= @nowMs THEN excluded.points
        ELSE rate_window.points + excluded.points END,
      ends_at_ms = CASE WHEN rate_window.ends_at_ms <= @nowMs
          OR rate_window.ends_at_ms > excluded.ends_at_ms THEN excluded.ends_at_ms
        ELSE rate_window.ends_at_ms END
    RETURNING points, ends_at_ms AS endsAtMs`,
  remove: `DELETE FROM rate_window WHERE name = @name`,
  clear: `DELETE FROM rate_window WHERE ends_at_ms <= @nowMs`,
  spend: `
    INSERT INTO spent_proof (proof_id, expires_at_ms) VALUES (@proofId, @expiresAtMs)
    ON CONFLICT (proof_id) DO NOTHING`,
  clearSpent: `DELETE FROM spent_proof WHERE expires_at_ms < @atMs`,
};

/** Windows in which tries are counted. Those that are over go when one begins. */
export class SqlRateWindowStore implements RateWindowStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  add({ name, points, durationMs, nowMs }: AddedPoints): Promise<RateWindow> {
    const added = { name, points, endsAtMs: nowMs + durationMs };
    return this.#db.write(async (sql) => {
      const window = await sql.get<RateWindow>(SQL.add, { ...added, nowMs });
      if (window?.points === points) await sql.run(SQL.clear, { nowMs });
      return window ?? added;
    });
  }

  async remove(name: string): Promise<void> {
    await this.#db.write((sql) => sql.run(SQL.remove, { name }));
  }
}

/** A proof is spent once; those that nobody could show any more are forgotten. */
export async function applyGuess(
  sql: SqlWrite,
  { proofId, expiresAtMs }: GuessChange,
  atMs: number,
): Promise<CommitOutcome> {
  await sql.run(SQL.clearSpent, { atMs });
  return (await sql.run(SQL.spend, { proofId, expiresAtMs })) === 1 ? 'done' : 'stale';
}
