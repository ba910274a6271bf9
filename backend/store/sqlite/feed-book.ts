import type { FeedEntity } from '#protocol/feed.ts';
import type { FeedListener } from '#service/ports.ts';
import type { WritableDb } from '#sqlite/open.ts';
import type { FeedScope } from '../sql/sql.ts';

/**
 * The order in which everything changed. A row of the feed names what changed and holds no state:
 * that is read when it is served, and so is always the latest. Each change gives the row a new
 * number at the end.
 */
export class FeedBook {
  readonly #take;
  readonly #put;
  readonly #head;
  readonly #listeners = new Set<FeedListener>();
  #moved = false;

  constructor(db: WritableDb) {
    this.#take = db.prepare<[string, string], { firstSeq: number; scopeSeq: number }>(`
      DELETE FROM feed WHERE entity = ? AND row_id = ?
      RETURNING coalesce(first_seq, seq) AS firstSeq, coalesce(scope_seq, seq) AS scopeSeq`);
    this.#put = db.prepare(`
      INSERT INTO feed (entity, row_id, station_id, first_seq, scope_seq) VALUES (?, ?, ?, ?, ?)`);
    this.#head = db.prepare<[], { seq: number }>(`SELECT coalesce(max(seq), 0) AS seq FROM feed`);
  }

  /** Inside the transaction that changes the row. */
  touch(entity: FeedEntity, rowId: string, scope: FeedScope = {}): void {
    const before = this.#take.get(entity, rowId);
    // Null stands for the number that the row gets now.
    const scopeSeq = scope.rescoped === true ? null : (before?.scopeSeq ?? null);
    this.#put.run(entity, rowId, scope.stationId ?? null, before?.firstSeq ?? null, scopeSeq);
    this.#moved = true;
  }

  listen(listener: FeedListener): void {
    this.#listeners.add(listener);
  }

  /** After the commit. */
  announce(): void {
    if (!this.#moved) return;
    this.#moved = false;
    const cursor = String(this.#head.get()?.seq ?? 0);
    for (const listener of this.#listeners) listener.feedMoved(cursor);
  }

  /** After a rollback. */
  forget(): void {
    this.#moved = false;
  }
}
