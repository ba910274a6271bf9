import { wholeRecord, type KeptRow } from '#protocol/cache-record.ts';
import { KEPT_COLUMNS } from '#protocol/cache-schema.ts';
import { feedEntities, type FeedEntity, type FeedRecord } from '#protocol/feed.ts';
import type * as r from '#protocol/records.ts';
import type { ReadableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';
import { keptRead } from './kept-reads.ts';
import { panKey } from './pan-key.ts';

/**
 * Reads of what came by the feed. Every record was checked when it was written and is checked again
 * here.
 */

function parse<E extends FeedEntity>(entity: E, row: KeptRow | undefined): FeedRecord<E> | null {
  if (row === undefined) return null;
  // The schema of this very entity has just checked the record; the table's type is lost on the
  // way.
  return feedEntities[entity].parse(wholeRecord(entity, row)) as FeedRecord<E>;
}

export function record<E extends FeedEntity>(
  db: ReadableDb,
  entity: E,
  rowId: string,
): FeedRecord<E> | null {
  return keptRead(db, `record ${entity} ${rowId}`, () =>
    parse(
      entity,
      prepared<[string, string], KeptRow>(
        db,
        `SELECT ${KEPT_COLUMNS} FROM record WHERE entity = ? AND row_id = ?`,
      ).get(entity, rowId),
    ),
  );
}

export function allRecords<E extends FeedEntity>(db: ReadableDb, entity: E): FeedRecord<E>[] {
  return prepared<[string], KeptRow>(
    db,
    `SELECT ${KEPT_COLUMNS} FROM record WHERE entity = ? ORDER BY row_id`,
  )
    .all(entity)
    .flatMap((row) => parse(entity, row) ?? []);
}

export function cardByPanHash(db: ReadableDb, panHash: string): FeedRecord<'card'> | null {
  const rows = db
    .prepare<[Buffer], KeptRow>(
      `SELECT ${KEPT_COLUMNS} FROM record WHERE pan = ? AND entity = 'card'`,
    )
    .all(panKey(panHash));
  const cards = rows.flatMap((row) => parse('card', row) ?? []);
  return cards.find((card) => card.panHash === panHash) ?? null;
}

/** The card as every other message shows it: without the hash of its number. */
export function plainCard({ panHash: _panHash, ...card }: FeedRecord<'card'>): r.CardRecord {
  return card;
}

/** The price in force at a station at an instant; null when none is. */
export function priceAt(
  db: ReadableDb,
  question: { stationId: string; productId: string; atMs: number },
): r.PriceRecord | null {
  const { stationId, productId, atMs } = question;
  const known = keptRead(db, `price ${stationId} ${productId}`, () => readPrice(db, question));
  if (known.fromMs <= atMs && atMs < known.untilMs) return known.price;
  return readPrice(db, question).price;
}

interface PriceInForce {
  readonly price: r.PriceRecord | null;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The price in force at an instant, and from when to when it is. */
function readPrice(
  db: ReadableDb,
  question: { stationId: string; productId: string; atMs: number },
): PriceInForce {
  const ofProduct = `SELECT ${KEPT_COLUMNS} FROM record WHERE entity = 'price'
    AND body ->> '$.stationId' = @stationId AND body ->> '$.productId' = @productId`;
  const fromMs = `body ->> '$.fromMs'`;
  const now = `${ofProduct} AND ${fromMs} <= @atMs ORDER BY ${fromMs} DESC LIMIT 1`;
  const next = `${ofProduct} AND ${fromMs} > @atMs ORDER BY ${fromMs} LIMIT 1`;
  const price = parse('price', prepared<typeof question, KeptRow>(db, now).get(question));
  const following = parse('price', prepared<typeof question, KeptRow>(db, next).get(question));
  return {
    price,
    fromMs: price?.fromMs ?? question.atMs,
    untilMs: following?.fromMs ?? Number.MAX_SAFE_INTEGER,
  };
}
