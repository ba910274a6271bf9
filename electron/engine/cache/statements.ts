import {
  statement,
  statementLine,
  type Statement,
  type StatementLine,
} from '#protocol/records/statement.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';
import { inTransaction } from '#sqlite/transaction.ts';
import { turn } from '../turn.ts';

/** Statements that were read while the link was there, for when it is not. */

/** Read again and again for other days, they would fill the disk; these are more than a week's. */
const STATEMENTS_KEPT = 200;

const head = statement.omit({ lines: true, nextCursor: true });

export interface StatementKey {
  readonly subjectKind: 'card' | 'contract';
  readonly subjectId: string;
  readonly fromDate: string;
  readonly toDate: string;
  /** The client whose person read it; null of the network's people. */
  readonly clientId: string | null;
}

/**
 * A card's statement is of fills of one client for his people and of all for the network's: two
 * statements. A contract's is the same for everybody.
 */
function keyText({ subjectKind, subjectId, fromDate, toDate, clientId }: StatementKey): string {
  const words = [subjectKind, subjectId, fromDate, toDate];
  return (subjectKind === 'card' && clientId !== null ? [...words, clientId] : words).join(' ');
}

export interface StatementPage {
  readonly page: Statement;
  /** The cursor that it was asked with; null for the first page. */
  readonly cursor: string | null;
}

/**
 * Keeps a page behind those before it; one that does not follow them is passed over. The first page
 * replaces whatever was kept of the same period, and the oldest of other periods make room for it.
 */
export function keepStatementPage(
  db: WritableDb,
  key: StatementKey,
  { page, cursor }: StatementPage,
): void {
  const text = keyText(key);
  const { lines, nextCursor, ...rest } = page;
  inTransaction(db, () => {
    if (cursor === null) makeRoom(db, text);
    const kept = keptPages(db, text);
    if (cursor !== null && kept?.nextCursor !== cursor) return;
    db.prepare(
      `INSERT INTO statement VALUES (?, ?, ?, ?)
       ON CONFLICT (statement_key) DO UPDATE SET next_cursor = excluded.next_cursor`,
    ).run(text, JSON.stringify(rest), page.asOfMs, nextCursor);
    const put = db.prepare('INSERT INTO statement_line VALUES (?, ?, ?)');
    const place = kept?.lineCount ?? 0;
    for (const [index, line] of lines.entries()) put.run(text, place + index, JSON.stringify(line));
  });
}

function makeRoom(db: WritableDb, text: string): void {
  db.prepare(
    `DELETE FROM statement WHERE statement_key = ? OR statement_key IN
       (SELECT statement_key FROM statement ORDER BY as_of_ms DESC LIMIT -1 OFFSET ?)`,
  ).run(text, STATEMENTS_KEPT);
}

interface KeptPages {
  readonly nextCursor: string | null;
  readonly lineCount: number;
}

function keptPages(db: ReadableDb, text: string): KeptPages | null {
  const row = db
    .prepare<[string], KeptPages>(
      `SELECT next_cursor AS nextCursor,
         (SELECT count(*) FROM statement_line AS line WHERE line.statement_key = statement.statement_key) AS lineCount
       FROM statement WHERE statement_key = ?`,
    )
    .get(text);
  return row ?? null;
}

export interface KeptStatement {
  readonly head: Omit<Statement, 'lines' | 'nextCursor'>;
  readonly lines: readonly StatementLine[];
  /** False when only the first pages were read. */
  readonly whole: boolean;
}

/** Lines that are read in one go: some milliseconds, the most that a sale may have to wait. */
const LINES_AT_ONCE = 50;

/** @param db asked anew for every piece: the file may be another one by then */
export async function keptStatement(
  db: () => ReadableDb,
  key: StatementKey,
): Promise<KeptStatement | null> {
  const text = keyText(key);
  for (;;) {
    const row = headRow(db(), text);
    if (row === undefined) return null;
    const lines = await readLines(db, text);
    // Read again from the backend meanwhile: the lines may be of two different readings.
    const same = JSON.stringify(headRow(db(), text)) === JSON.stringify(row);
    if (same)
      return { head: head.parse(JSON.parse(row.head)), lines, whole: row.nextCursor === null };
  }
}

interface HeadRow {
  readonly head: string;
  readonly nextCursor: string | null;
}

function headRow(db: ReadableDb, text: string): HeadRow | undefined {
  return prepared<[string], HeadRow>(
    db,
    'SELECT head, next_cursor AS nextCursor FROM statement WHERE statement_key = ?',
  ).get(text);
}

async function readLines(db: () => ReadableDb, text: string): Promise<StatementLine[]> {
  const lines: StatementLine[] = [];
  for (;;) {
    const piece = prepared<[string, number, number], { body: string }>(
      db(),
      `SELECT body FROM statement_line WHERE statement_key = ? AND place >= ?
       ORDER BY place LIMIT ?`,
    ).all(text, lines.length, LINES_AT_ONCE);
    for (const { body } of piece) lines.push(statementLine.parse(JSON.parse(body)));
    if (piece.length < LINES_AT_ONCE) return lines;
    await turn();
  }
}
