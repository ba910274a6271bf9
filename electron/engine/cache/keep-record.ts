import { keptRecord } from '#protocol/cache-record.ts';
import { KEEP_RECORD } from '#protocol/cache-schema.ts';
import type { FeedRow } from '#protocol/feed.ts';
import type { WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';

/** Leaves the index of numbers alone: its pages lie scattered, one for each card. */
const RENEW = `
  UPDATE record SET body = ? WHERE entity = ? AND row_id = ?
    AND pan IS unhex(substr(?, 1, 16)) AND pan_rest IS unhex(substr(?, 17))`;

/** Writes a row of the feed that is no tombstone; mostly it is there already, in an older state. */
export function keepRecord(db: WritableDb, row: FeedRow): void {
  const { entity, rowId } = row;
  const { panHash, body } = keptRecord(row);
  const renewed = prepared(db, RENEW).run(body, entity, rowId, panHash, panHash);
  if (renewed.changes === 0) prepared(db, KEEP_RECORD).run(entity, rowId, panHash, panHash, body);
}
