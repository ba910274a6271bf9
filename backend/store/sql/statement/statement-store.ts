import { closingMinor, totalsOf } from '#domain/statement/totals.ts';
import type { Statement } from '#protocol/records/statement.ts';
import type { StatementQuestion, StatementStore } from '#service/ports.ts';
import type { Sql, SqlDatabase } from '../sql.ts';
import { NameBook } from './names.ts';
import type { Operation, Place } from './operation.ts';
import {
  linesOf,
  PAYMENT_OPERATIONS,
  refundOperations,
  saleOperations,
  type FillsOf,
} from './statement-lines.ts';
import { balanceAt, totalsIn, type Span } from './statement-sums.ts';

type StatementPage = Pick<
  Statement,
  'lines' | 'totals' | 'openingMinor' | 'closingMinor' | 'nextCursor'
>;

/** Before every operation of the period. */
const START: Place = { atMs: -1, lineId: '' };

type Subject = Pick<Statement, 'title' | 'zone' | 'currency'>;

const SQL = {
  card: {
    operations: [saleOperations, refundOperations],
    subject: `
      SELECT pan_masked || coalesce(' ' || holder, '') AS title, zone, currency
      FROM card JOIN contract USING (contract_id) WHERE card_id = @subjectId`,
  },
  contract: {
    operations: [saleOperations, refundOperations, () => PAYMENT_OPERATIONS],
    subject: `
      SELECT number || ' ' || client.name AS title, zone, currency
      FROM contract JOIN client USING (client_id) WHERE contract_id = @subjectId`,
  },
};

/**
 * Statements of a card or a contract: fills, refunds and payments in the order of the books, each
 * fee on a line of its own. A sale stands at the instant of its authorization, as in its limits'
 * windows (architecture §4), unless that day was locked already. Totals are those of
 * domain/statement.
 */
export class SqlStatementStore implements StatementStore {
  readonly #db: SqlDatabase;
  readonly #names;

  constructor(db: SqlDatabase) {
    this.#db = db;
    this.#names = new NameBook(() => db.changes());
  }

  async subject(
    subjectKind: 'card' | 'contract',
    subjectId: string,
  ): Promise<Pick<Statement, 'title' | 'zone' | 'currency'> | null> {
    return (await this.#db.get<Subject>(SQL[subjectKind].subject, { subjectId })) ?? null;
  }

  statement(question: StatementQuestion): Promise<StatementPage> {
    return this.#db.read((sql) => readStatement(sql, this.#names, question));
  }
}

async function readStatement(
  sql: Sql,
  names: NameBook,
  question: StatementQuestion,
): Promise<StatementPage> {
  const { subjectKind, subjectId, fromMs, toMs, clientId } = question;
  const span = { subjectId, fromMs, toMs, clientId };
  const { operations, nextCursor } = await readOperations(sql, question, span);
  const known = await names.of(sql, operations);
  const lines = operations.flatMap((operation) => linesOf(operation, known));
  const page = { lines, nextCursor };
  const isWhole = question.cursor === null && nextCursor === null;
  const totals = isWhole ? totalsOf(lines) : await totalsIn(sql, subjectKind, span);
  if (subjectKind === 'card') return { ...page, totals, openingMinor: null, closingMinor: null };
  const openingMinor = await balanceAt(sql, subjectId, fromMs);
  return { ...page, totals, openingMinor, closingMinor: closingMinor(openingMinor, totals) };
}

async function readOperations(
  sql: Sql,
  { subjectKind, cursor, limit }: StatementQuestion,
  span: Span,
): Promise<{ operations: readonly Operation[]; nextCursor: string | null }> {
  const after = placeFrom(cursor);
  if (after === null) return { operations: [], nextCursor: null };
  const values = { ...span, ...after, take: limit + 1 };
  const found: Operation[] = [];
  const of: FillsOf = { column: `${subjectKind}_id`, clientId: span.clientId };
  for (const textOf of SQL[subjectKind].operations) {
    found.push(...(await sql.all<Operation>(textOf(of), values)));
  }
  const operations = found.toSorted(byPlace).slice(0, limit);
  const last = found.length > limit ? operations.at(-1) : undefined;
  const nextCursor = last === undefined ? null : `${last.atMs}:${last.lineId}`;
  return { operations, nextCursor };
}

function byPlace(a: Place, b: Place): number {
  return a.atMs - b.atMs || (a.lineId < b.lineId ? -1 : 1);
}

/** Null for a cursor that no page of ours ended with: nothing comes after it. */
function placeFrom(cursor: string | null): Place | null {
  if (cursor === null) return START;
  const [, atMs, lineId] = /^(\d{1,15}):(.+)$/u.exec(cursor) ?? [];
  return atMs === undefined || lineId === undefined ? null : { atMs: Number(atMs), lineId };
}
