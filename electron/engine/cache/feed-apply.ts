import { ok, refuse, type Result } from '#domain/result.ts';
import { DROP_RECORD } from '#protocol/cache-schema.ts';
import { feedEntities, type FeedPage, type FeedRow } from '#protocol/feed.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';
import { inTransaction } from '#sqlite/transaction.ts';
import { turn } from '../turn.ts';
import { dropCard } from './client-records.ts';
import { keepRecord } from './keep-record.ts';

/** Rows of one transaction: some milliseconds, the most that a sale may have to wait. */
const ROWS_AT_ONCE = 100;

export interface FeedState {
  readonly epoch: string;
  readonly cursor: string;
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
 * Writes one page and moves the cursor last: a page that was cut short is simply written again. A
 * tombstone deletes; a row that is absent stays. Refused with CLIENT_UPGRADE_REQUIRED when a record
 * is not one that this program knows: the cursor stays before it then.
 */
export async function applyFeedPage(
  db: () => WritableDb,
  page: FeedPage,
): Promise<Result<{ changed: number }>> {
  for (let from = 0; from < page.rows.length; from += ROWS_AT_ONCE) {
    if (from > 0) await turn();
    const rows = page.rows.slice(from, from + ROWS_AT_ONCE);
    const stranger = rows.find((row) => !known(row));
    if (stranger !== undefined) {
      return refuse('CLIENT_UPGRADE_REQUIRED', { entity: stranger.entity });
    }
    inTransaction(db(), () => putRows(db(), rows));
  }
  inTransaction(db(), () => moveCursor(db(), page));
  return ok({ changed: page.rows.length });
}

function known({ entity, record }: FeedRow): boolean {
  return record === null || feedEntities[entity].safeParse(record).success;
}

function putRows(db: WritableDb, rows: readonly FeedRow[]): void {
  const drop = prepared(db, DROP_RECORD);
  for (const row of rows) {
    const { entity, rowId, record } = row;
    if (record === null) {
      drop.run(entity, rowId);
      if (entity === 'card') dropCard(db, rowId);
    } else keepRecord(db, row);
  }
}

function moveCursor(db: WritableDb, page: FeedPage): void {
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
}
