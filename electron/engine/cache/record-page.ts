import { feedEntities, type FeedEntity, type FeedRecord } from '#protocol/feed.ts';
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

export interface CachedPage<E extends FeedEntity> {
  readonly rows: FeedRecord<E>[];
  readonly nextCursor: string | null;
}

interface Found {
  readonly rowId: string;
  readonly body: string;
}

/**
 * A page by key, for lists that are shown with the link down. Rows that do not match are passed
 * over by SQLite, a piece at a time, so that nobody waits for a search through a whole network.
 * @param db asked anew for every piece: the file may be another one by then
 */
export async function recordPage<E extends FeedEntity>(
  db: () => WritableDb,
  entity: E,
  question: PageQuestion,
): Promise<CachedPage<E>> {
  const { limit, search, contractId = null } = question;
  const wanted = fold(search?.trim() ?? '');
  const rows: FeedRecord<E>[] = [];
  let after = question.cursor ?? '';
  let last: string | null = null;
  for (;;) {
    const until = pieceEnd(db(), entity, after);
    // One more than is asked for tells whether there is a next page.
    const missing = limit + 1 - rows.length;
    const piece = { entity, after, until, contractId, wanted, missing };
    for (const { rowId, body } of searched(db()).all(piece)) {
      if (rows.length === limit) return { rows, nextCursor: last };
      // The schema of this very entity checks the record; the table's type is lost on the way.
      rows.push(feedEntities[entity].parse(JSON.parse(body)) as FeedRecord<E>);
      last = rowId;
    }
    if (until === null) return { rows, nextCursor: null };
    after = until;
    await turn();
  }
}

/** The last row of the piece that begins behind `after`; null when nothing comes behind it. */
function pieceEnd(db: ReadableDb, entity: FeedEntity, after: string): string | null {
  const row = prepared<[string, string, number], { rowId: string }>(
    db,
    `SELECT row_id AS rowId FROM record WHERE entity = ? AND row_id > ? ORDER BY row_id
     LIMIT 1 OFFSET ?`,
  ).get(entity, after, ROWS_AT_ONCE - 1);
  return row?.rowId ?? null;
}

interface Piece {
  readonly entity: FeedEntity;
  readonly after: string;
  readonly until: string | null;
  readonly contractId: string | null;
  readonly wanted: string;
  readonly missing: number;
}

const foldingIn = new WeakSet<ReadableDb>();

function searched(db: WritableDb) {
  if (!foldingIn.has(db)) {
    // SQLite knows the cases of Latin letters alone.
    db.function('folded', { deterministic: true }, (text: unknown) => fold(String(text)));
    foldingIn.add(db);
  }
  return prepared<Piece, Found>(
    db,
    `SELECT row_id AS rowId, body FROM record
     WHERE entity = @entity AND row_id > @after AND (@until IS NULL OR row_id <= @until)
       AND (@contractId IS NULL OR body ->> '$.contractId' = @contractId)
       AND (@wanted = '' OR EXISTS (SELECT 1 FROM json_each(body)
         WHERE type = 'text' AND key <> 'panHash' AND instr(folded(value), @wanted) > 0))
     ORDER BY row_id LIMIT @missing`,
  );
}

function fold(text: string): string {
  return text.toLocaleLowerCase();
}
