import type { FeedEntity, FeedPage } from '#protocol/feed.ts';
import { card, contract, type CardRecord, type ContractRecord } from '#protocol/records.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';
import { inTransaction } from '#sqlite/transaction.ts';
import { dropCardNotes } from './card-notes.ts';

/**
 * What a client's own people may see without the link: his contracts and cards, apart from what the
 * station has (architecture §8, scope). Gone with the last person of that client.
 */

export type OwnEntity = 'contract' | 'card';

/** As the feed of a client brings them: nobody sells by these, so no number's hash is there. */
export const ownShapes = { contract, card } as const;

export interface ClientFeedState {
  readonly epoch: string;
  readonly cursor: string;
  readonly asOfMs: number | null;
}

export function clientFeedState(db: ReadableDb, clientId: string): ClientFeedState | null {
  const row = prepared<[string], ClientFeedState>(
    db,
    'SELECT epoch, cursor, as_of_ms AS asOfMs FROM client_feed WHERE client_id = ?',
  ).get(clientId);
  return row ?? null;
}

export function ownCard(db: ReadableDb, clientId: string, cardId: string): CardRecord | null {
  const body = bodyOf(db, [clientId, 'card', cardId]);
  return body === null ? null : card.parse(body);
}

export function ownContract(
  db: ReadableDb,
  clientId: string,
  contractId: string,
): ContractRecord | null {
  const body = bodyOf(db, [clientId, 'contract', contractId]);
  return body === null ? null : contract.parse(body);
}

function bodyOf(db: ReadableDb, key: [string, OwnEntity, string]): unknown {
  const row = prepared<[string, string, string], { body: string }>(
    db,
    'SELECT body FROM client_record WHERE client_id = ? AND entity = ? AND row_id = ?',
  ).get(...key);
  return row === undefined ? null : (JSON.parse(row.body) as unknown);
}

/**
 * Writes a page and where it ends, all or nothing; false when a record is not one that this program
 * knows. A tombstone takes with it what was read about its card.
 */
export function applyClientPage(
  db: WritableDb,
  page: FeedPage & { readonly clientId: string },
): boolean {
  const { clientId, rows } = page;
  const known = rows.every(({ entity, record }) => record === null || fits(entity, record));
  if (!known) return false;
  inTransaction(db, () => {
    db.prepare(
      `INSERT INTO client_feed VALUES (@clientId, @epoch, @cursor, @asOfMs)
       ON CONFLICT (client_id) DO UPDATE SET epoch = excluded.epoch, cursor = excluded.cursor,
         as_of_ms = coalesce(excluded.as_of_ms, as_of_ms)`,
    ).run({
      clientId,
      epoch: page.epoch,
      cursor: page.cursor,
      asOfMs: page.complete ? page.asOfMs : null,
    });
    const put = db.prepare(
      `INSERT INTO client_record VALUES (?, ?, ?, ?)
       ON CONFLICT (client_id, entity, row_id) DO UPDATE SET body = excluded.body`,
    );
    const drop = db.prepare(
      'DELETE FROM client_record WHERE client_id = ? AND entity = ? AND row_id = ?',
    );
    for (const { entity, rowId, record } of rows) {
      if (record !== null) put.run(clientId, entity, rowId, JSON.stringify(record));
      else if (drop.run(clientId, entity, rowId).changes > 0) dropStatements(db, entity, rowId);
    }
  });
  return true;
}

function fits(entity: FeedEntity, record: unknown): boolean {
  if (entity !== 'contract' && entity !== 'card') return false;
  return ownShapes[entity].safeParse(record).success;
}

/** Everything of a client that was kept for his people, with the statements that they read. */
export function dropClient(db: WritableDb, clientId: string): void {
  inTransaction(db, () => {
    const rows = db
      .prepare<[string], { entity: OwnEntity; row_id: string }>(
        'SELECT entity, row_id FROM client_record WHERE client_id = ?',
      )
      .all(clientId);
    for (const { entity, row_id: rowId } of rows) dropStatements(db, entity, rowId);
    db.prepare('DELETE FROM client_feed WHERE client_id = ?').run(clientId);
    db.prepare('DELETE FROM client_record WHERE client_id = ?').run(clientId);
  });
}

export function keptClients(db: ReadableDb): readonly string[] {
  return db
    .prepare<[], { client_id: string }>('SELECT client_id FROM client_feed')
    .all()
    .map((row) => row.client_id);
}

/** Statements of one subject, whatever their period. */
export function dropStatements(db: WritableDb, subjectKind: string, subjectId: string): void {
  db.prepare(
    `DELETE FROM statement WHERE substr(statement_key, 1, length(@subject)) = @subject`,
  ).run({ subject: `${subjectKind} ${subjectId} ` });
}

/** A card that left the station's scope: nothing that was read about it stays. */
export function dropCard(db: WritableDb, cardId: string): void {
  dropCardNotes(db, cardId);
  dropStatements(db, 'card', cardId);
}
