import type pg from 'pg';
import type { FeedEntity } from '#protocol/feed.ts';
import type { FeedScope } from '../sql/sql.ts';

interface Touched {
  readonly entity: FeedEntity;
  readonly row_id: string;
  readonly station_id: string | null;
  readonly rescoped: boolean;
}

/**
 * A touched row waits without a number (`seq` is null) until its transaction is over; see
 * FeedNumbering. Null in `first_seq` and `scope_seq` stands for the number that it will get.
 */
const TOUCH = `
  INSERT INTO feed (entity, row_id, station_id)
  SELECT entity, row_id, station_id
  FROM json_to_recordset($1::json) AS t (entity text, row_id text, station_id text)
  ON CONFLICT (entity, row_id) DO UPDATE SET seq = NULL, station_id = excluded.station_id,
    first_seq = coalesce(feed.first_seq, feed.seq), scope_seq = coalesce(feed.scope_seq, feed.seq)`;

const RESCOPE = `
  UPDATE feed SET scope_seq = NULL
  FROM json_to_recordset($1::json) AS t (entity text, row_id text)
  WHERE feed.entity = t.entity AND feed.row_id = t.row_id`;

/** What one transaction puts on the feed, written at its end by at most two statements. */
export class FeedWriter {
  readonly #touched = new Map<string, Touched>();

  get isEmpty(): boolean {
    return this.#touched.size === 0;
  }

  touch(entity: FeedEntity, rowId: string, { stationId, rescoped }: FeedScope = {}): void {
    const key = `${entity} ${rowId}`;
    const before = this.#touched.get(key);
    this.#touched.set(key, {
      entity,
      row_id: rowId,
      station_id: stationId ?? null,
      rescoped: rescoped === true || before?.rescoped === true,
    });
  }

  async write(client: pg.ClientBase): Promise<void> {
    if (this.isEmpty) return;
    // In one order for all: two transactions that touch the same rows do not wait for each other.
    const rows = [...this.#touched].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    await client.query({ name: 'touch', text: TOUCH, values: [JSON.stringify(rows)] });
    const moved = rows.filter((row) => row.rescoped);
    if (moved.length === 0) return;
    await client.query({ name: 'rescope', text: RESCOPE, values: [JSON.stringify(moved)] });
  }
}
