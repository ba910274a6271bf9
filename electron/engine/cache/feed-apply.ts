import { ok, refuse, type Result } from '#domain/result.ts';
import { feedEntities, type FeedPage } from '#protocol/feed.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { inTransaction } from '#sqlite/transaction.ts';

export interface FeedState {
  readonly epoch: string;
  readonly cursor: number;
  /** Null until the feed was read to its end once. */
  readonly asOfMs: number | null;
}

export function feedState(db: ReadableDb): FeedState | null {
  const row = db
    .prepare<[], FeedState>('SELECT epoch, cursor, as_of_ms AS asOfMs FROM feed_state')
    .get();
  return row ?? null;
}

/**
 * Writes one page and moves the cursor, together. A tombstone deletes; a row that is absent stays.
 * Refused with CLIENT_UPGRADE_REQUIRED when a record is not one that this program knows: nothing is
 * written then.
 */
export function applyFeedPage(db: WritableDb, page: FeedPage): Result<{ changed: number }> {
  for (const row of page.rows) {
    if (row.record !== null && !feedEntities[row.entity].safeParse(row.record).success) {
      return refuse('CLIENT_UPGRADE_REQUIRED', { entity: row.entity });
    }
  }
  inTransaction(db, () => {
    const put = db.prepare(
      'INSERT INTO record VALUES (?, ?, ?) ON CONFLICT (entity, row_id) DO UPDATE SET body = excluded.body',
    );
    const drop = db.prepare('DELETE FROM record WHERE entity = ? AND row_id = ?');
    for (const { entity, rowId, record } of page.rows) {
      if (record === null) drop.run(entity, rowId);
      else put.run(entity, rowId, JSON.stringify(record));
    }
    db.prepare(
      `INSERT INTO feed_state VALUES (1, @epoch, @cursor, @asOfMs, @complete)
       ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch, cursor = excluded.cursor,
         as_of_ms = coalesce(excluded.as_of_ms, as_of_ms), complete = excluded.complete`,
    ).run({
      epoch: page.epoch,
      cursor: page.cursor,
      asOfMs: page.complete ? page.asOfMs : null,
      complete: page.complete ? 1 : 0,
    });
  });
  return ok({ changed: page.rows.length });
}
