import type { z } from 'zod';
import { wholeRecord, type KeptRow } from '#protocol/cache-record.ts';
import { KEPT_COLUMNS } from '#protocol/cache-schema.ts';
import type { FeedEntity } from '#protocol/feed.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';
import { turn } from '../turn.ts';

/** Rows that are looked at in one go: some milliseconds, the most that a sale may have to wait. */
const ROWS_AT_ONCE = 1_000;

export interface PageQuestion {
  /** The last row of the page before. */
  readonly cursor: string | null;
  readonly limit: number;
  /** A part of any shown text, whatever its case. */
  readonly search: string | null;
  /** Only rows of this contract. */
  readonly contractId?: string | undefined;
}

export interface PageSource<T> {
  readonly entity: FeedEntity;
  /** Checks each record as it is read. */
  readonly shape: z.ZodType<T>;
  /** Whose people the rows are kept for; null for the rows of the station. */
  readonly clientId: string | null;
}

export interface CachedPage<T> {
  readonly rows: T[];
  readonly nextCursor: string | null;
}

/**
 * A page by key, for lists that are shown with the link down. Rows that do not match are passed
 * over by SQLite, a piece at a time, so that nobody waits for a search through a whole network.
 * @param db asked anew for every piece: the file may be another one by then
 */
export async function recordPage<T>(
  db: () => WritableDb,
  { entity, shape, clientId }: PageSource<T>,
  question: PageQuestion,
): Promise<CachedPage<T>> {
  const { limit, search, contractId = null } = question;
  const wanted = fold(search?.trim() ?? '');
  const rows: T[] = [];
  let after = question.cursor ?? '';
  let last: string | null = null;
  for (;;) {
    const until = pieceEnd(db(), { entity, after, clientId });
    // One more than is asked for tells whether there is a next page.
    const missing = limit + 1 - rows.length;
    const piece = { entity, after, until, clientId, contractId, wanted, missing };
    for (const found of searched(db(), clientId).all(piece)) {
      if (rows.length === limit) return { rows, nextCursor: last };
      rows.push(shape.parse(wholeRecord(entity, found)));
      last = found.rowId;
    }
    if (until === null) return { rows, nextCursor: null };
    after = until;
    await turn();
  }
}

/** Nobody sells by a client's own rows: no number's hash is there. */
const OWN_COLUMNS = `row_id AS rowId, '' AS panHash, body`;

function tableOf(clientId: string | null): string {
  return clientId === null
    ? 'record WHERE entity = @entity'
    : 'client_record WHERE client_id = @clientId AND entity = @entity';
}

interface Place {
  readonly entity: FeedEntity;
  readonly clientId: string | null;
  readonly after: string;
}

/** The last row of the piece that begins behind `after`; null when nothing comes behind it. */
function pieceEnd(db: ReadableDb, place: Place): string | null {
  const row = prepared<Place & { passed: number }, { rowId: string }>(
    db,
    `SELECT row_id AS rowId FROM ${tableOf(place.clientId)} AND row_id > @after ORDER BY row_id
     LIMIT 1 OFFSET @passed`,
  ).get({ ...place, passed: ROWS_AT_ONCE - 1 });
  return row?.rowId ?? null;
}

interface Piece extends Place {
  readonly until: string | null;
  readonly contractId: string | null;
  readonly wanted: string;
  readonly missing: number;
}

const foldingIn = new WeakSet<ReadableDb>();

function searched(db: WritableDb, clientId: string | null) {
  if (!foldingIn.has(db)) {
    // SQLite knows the cases of Latin letters alone.
    db.function('folded', { deterministic: true }, (text: unknown) => fold(String(text)));
    foldingIn.add(db);
  }
  return prepared<Piece, KeptRow>(
    db,
    `SELECT ${clientId === null ? KEPT_COLUMNS : OWN_COLUMNS} FROM ${tableOf(clientId)}
       AND row_id > @after AND (@until IS NULL OR row_id <= @until)
       AND (@contractId IS NULL OR body ->> '$.contractId' = @contractId)
       AND (@wanted = '' OR instr(folded(row_id), @wanted) > 0 OR EXISTS (SELECT 1 FROM json_each(body)
         WHERE type = 'text' AND key <> 'panHash' AND instr(folded(value), @wanted) > 0))
     ORDER BY row_id LIMIT @missing`,
  );
}

function fold(text: string): string {
  return text.toLocaleLowerCase();
}
