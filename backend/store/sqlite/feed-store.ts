import { acceptedAt } from '#domain/station/station.ts';
import type { FeedEntity, FeedRow } from '#protocol/feed.ts';
import type * as r from '#protocol/records.ts';
import type { Clock, FeedStore } from '#service/ports.ts';
import type { ReadableDb } from '#sqlite/open.ts';
import { inSnapshot } from '#sqlite/transaction.ts';
import { WORKSTATION_RECORD_COLUMNS } from './identity/workstations.ts';
import {
  CARD_COLUMNS,
  cardFrom,
  CONTRACT_COLUMNS,
  PRICE_COLUMNS,
  PRODUCT_COLUMNS,
  STATION_COLUMNS,
  type CardRow,
} from './rows.ts';

/** Names of a card's people go only where it was sold within so long (architecture §8, scope). */
const SEEN_HERE_MS = 60 * 86_400_000;

interface Moved {
  readonly seq: number;
  readonly entity: FeedEntity;
  readonly rowId: string;
  readonly firstSeq: number;
  readonly scopeSeq: number;
}

interface Scope {
  readonly stationId: string;
  readonly cursor: number;
  readonly nowMs: number;
}

type FeedRecord = NonNullable<FeedRow['record']>;

/** A row of the feed as one station gets it; `absent` when it never was in its scope. */
type Served = { readonly record: FeedRecord | null } | 'absent';

/**
 * Everything that changed after a cursor, in order, each row once and in its latest state.
 * Numbers are given under the one write lock, so a lower one never shows up after a higher one.
 */
export class SqliteFeedStore implements FeedStore {
  readonly #db: ReadableDb;
  readonly #clock: Clock;
  readonly #statements;

  constructor(db: ReadableDb, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
    this.#statements = prepare(db);
  }

  async feed(question: { stationId: string; cursor: number; limit: number }): Promise<{
    rows: readonly FeedRow[];
    cursor: number;
    complete: boolean;
  }> {
    const { stationId, cursor, limit } = question;
    const scope = { stationId, cursor, nowMs: this.#clock.nowMs() };
    return inSnapshot(this.#db, () => {
      const moved = this.#statements.moved.all(cursor, stationId, limit);
      const rows = moved.flatMap((row) => this.#served(row, scope));
      return { rows, cursor: moved.at(-1)?.seq ?? cursor, complete: moved.length < limit };
    });
  }

  async feedHead(): Promise<number> {
    return this.#statements.head.get()?.seq ?? 0;
  }

  #served(moved: Moved, scope: Scope): FeedRow[] {
    const { seq, entity, rowId } = moved;
    const served = this.#recordOf(moved, scope);
    return served === 'absent' ? [] : [{ seq, entity, rowId, record: served.record }];
  }

  #recordOf(moved: Moved, scope: Scope): Served {
    const { entity, rowId } = moved;
    switch (entity) {
      case 'card':
        return this.#card(moved, scope);
      case 'station':
        return found(this.#statements.station.get(rowId));
      case 'product-group':
        return found(this.#statements.group.get(rowId));
      case 'product':
        return found(this.#statements.product.get(rowId));
      case 'contract':
        return found(this.#statements.contract.get(rowId));
      case 'workstation':
        return found(this.#statements.workstation.get(rowId));
      case 'price':
        return found(this.#statements.price.get(...priceKey(rowId)));
    }
  }

  /**
   * A card leaves a station with a tombstone, when the station may have it: it was there before
   * the cursor.
   */
  #card({ rowId, firstSeq, scopeSeq }: Moved, scope: Scope): Served {
    const row = this.#statements.card.get(rowId);
    if (row === undefined) return { record: null };
    const { panHash, ...rest } = row;
    const card = cardFrom(rest);
    const { stationId, cursor, nowMs } = scope;
    if (!acceptedAt(card.stationIds, { stationId })) {
      const mayHaveIt = firstSeq <= cursor && cursor < scopeSeq;
      return mayHaveIt ? { record: null } : 'absent';
    }
    const seenAtMs = this.#statements.visit.get(rowId, stationId)?.lastAtMs ?? null;
    const seenHere = seenAtMs !== null && seenAtMs > nowMs - SEEN_HERE_MS;
    const people = seenHere ? {} : { holder: null, vehicle: null };
    return { record: { ...card, ...people, panHash } };
  }
}

function found(record: FeedRecord | undefined): Served {
  return { record: record ?? null };
}

function priceKey(rowId: string): [string, string, number] {
  const [, stationId = '', productId = '', fromMs = ''] = /^(.*):(.*):(\d+)$/u.exec(rowId) ?? [];
  return [stationId, productId, Number(fromMs)];
}

function prepare(db: ReadableDb) {
  return {
    moved: db.prepare<[number, string, number], Moved>(`
      SELECT seq, entity, row_id AS rowId, coalesce(first_seq, seq) AS firstSeq,
        coalesce(scope_seq, seq) AS scopeSeq
      FROM feed WHERE seq > ? AND (station_id IS NULL OR station_id = ?) ORDER BY seq LIMIT ?`),
    head: db.prepare<[], { seq: number }>(`SELECT coalesce(max(seq), 0) AS seq FROM feed`),
    card: db.prepare<[string], CardRow & { panHash: string }>(
      `SELECT ${CARD_COLUMNS}, pan_hash AS panHash FROM card WHERE card_id = ?`,
    ),
    visit: db.prepare<[string, string], { lastAtMs: number }>(`
      SELECT last_at_ms AS lastAtMs FROM card_visit WHERE card_id = ? AND station_id = ?`),
    station: db.prepare<[string], r.StationRecord>(
      `SELECT ${STATION_COLUMNS} FROM station WHERE station_id = ?`,
    ),
    group: db.prepare<[string], r.ProductGroupRecord>(
      `SELECT group_id AS groupId, name FROM product_group WHERE group_id = ?`,
    ),
    product: db.prepare<[string], r.ProductRecord>(
      `SELECT ${PRODUCT_COLUMNS} FROM product WHERE product_id = ?`,
    ),
    contract: db.prepare<[string], r.ContractRecord>(`
      SELECT ${CONTRACT_COLUMNS} FROM contract JOIN client USING (client_id)
      WHERE contract.contract_id = ?`),
    workstation: db.prepare<[string], r.WorkstationRecord>(
      `SELECT ${WORKSTATION_RECORD_COLUMNS} FROM workstation WHERE workstation_id = ?`,
    ),
    price: db.prepare<[string, string, number], r.PriceRecord>(`
      SELECT ${PRICE_COLUMNS} FROM price WHERE station_id = ? AND product_id = ? AND from_ms = ?`),
  };
}
