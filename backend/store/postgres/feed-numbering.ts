import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { FeedListener } from '#service/ports.ts';
import type { FeedQuestion, FeedSource, Moved } from '../sql/feed-source.ts';
import type { Sql } from '../sql/sql.ts';

const CHANNEL = 'forecourt_feed';

const SQL = {
  /** The one row of `feed_head` is the lock: whoever has it numbers alone. */
  begin: `SELECT seq FROM feed_head FOR UPDATE`,
  waiting: `SELECT 1 AS one FROM feed WHERE seq IS NULL LIMIT 1`,
  number: `
    WITH waiting AS (
      SELECT entity, row_id FROM feed WHERE seq IS NULL
      ORDER BY entity, row_id FOR UPDATE SKIP LOCKED),
    numbered AS (SELECT *, row_number() OVER () AS number FROM waiting),
    put AS (
      UPDATE feed SET seq = (SELECT seq FROM feed_head) + number FROM numbered
      WHERE feed.entity = numbered.entity AND feed.row_id = numbered.row_id RETURNING feed.seq)
    UPDATE feed_head SET seq = newest FROM (SELECT max(seq) AS newest FROM put) AS last
    WHERE newest IS NOT NULL RETURNING feed_head.seq`,
  moved: `
    SELECT seq, entity, row_id AS rowId,
      CASE WHEN coalesce(first_seq, seq) <= @cursor AND @cursor < coalesce(scope_seq, seq)
        THEN 1 ELSE 0 END AS mayHaveIt,
      CASE WHEN @cursor < coalesce(scope_seq, seq) THEN 1 ELSE 0 END AS mayBeNew
    FROM feed WHERE seq > @cursor AND (station_id IS NULL OR station_id = @stationId)
    ORDER BY seq LIMIT @limit`,
  head: `SELECT seq FROM feed_head`,
};

/**
 * The feed's order on PostgreSQL. A number given inside a transaction could become visible after a
 * higher one, and a reader who stands at the higher one would never see it. So rows get their
 * numbers when their transactions are over: whoever numbers holds one lock of the database, sees
 * only what is committed, and the next one gives higher numbers. A slow transaction delays its own
 * rows and nobody else's, as a horizon of transaction ids would; and a cursor stays one number, as
 * on SQLite (architecture §8).
 */
export class FeedNumbering {
  readonly #pool: pg.Pool;
  readonly #own = randomUUID();
  readonly #listeners = new Set<FeedListener>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  listen(listener: FeedListener): void {
    this.#listeners.add(listener);
  }

  /**
   * After a commit that touched the feed. Should it fail, the commit stands all the same, and
   * whoever reads next numbers it.
   */
  async afterCommit(): Promise<void> {
    try {
      await this.number();
    } catch {
      // The server is away; the reader who finds it again will number.
    }
  }

  /** Numbers what is committed and tells everybody, in this backend and in the others. */
  async number(): Promise<void> {
    const seq = await this.#numbered();
    if (seq === null) return;
    for (const listener of this.#listeners) listener.feedMoved(String(seq));
  }

  /** Hears of what other backends put on the feed. */
  async hear(client: pg.Client): Promise<void> {
    client.on('notification', ({ payload = '' }) => {
      const [from = '', seq = ''] = payload.split(' ');
      if (from === this.#own) return;
      for (const listener of this.#listeners) listener.feedMoved(seq);
    });
    await client.query(`LISTEN ${CHANNEL}`);
  }

  async #numbered(): Promise<number | null> {
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(SQL.begin);
      const { rows } = await client.query<{ seq: number }>(SQL.number);
      const seq = rows[0]?.seq ?? null;
      if (seq !== null) {
        await client.query('SELECT pg_notify($1, $2)', [CHANNEL, `${this.#own} ${seq}`]);
      }
      await client.query('COMMIT');
      client.release();
      return seq;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** What is committed is numbered before it is read, so that a reader sees what he just wrote. */
  get source(): FeedSource {
    return {
      prepare: async (sql: Sql) => {
        if ((await sql.get(SQL.waiting)) !== undefined) await this.number();
      },
      moved: (sql: Sql, question: FeedQuestion) => sql.all<Moved>(SQL.moved, question),
      head: async (sql: Sql) => (await sql.get<{ seq: number }>(SQL.head))?.seq ?? 0,
    };
  }
}
