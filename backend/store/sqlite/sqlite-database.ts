import type { FeedEntity } from '#protocol/feed.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';
import { inAsyncSnapshot } from '#sqlite/transaction.ts';
import { OneByOne } from '../sql/one-by-one.ts';
import type { FeedScope, Sql, SqlDatabase, SqlDialect, SqlRow, SqlWrite } from '../sql/sql.ts';
import { findByTrigrams } from './find-by-trigrams.ts';
import type { NetworkWriter } from './network-writer.ts';

const DIALECT: SqlDialect = {
  contains: (column, value) => `instr(${column}, ${value}) > 0`,
  found: findByTrigrams,
  among: (column, list) => `${column} IN (SELECT value FROM json_each(${list}))`,
};

/**
 * The network's file as the shared stores see it: one connection writes, another reads. A snapshot
 * belongs to its connection, so readers take turns; no one of them waits for anything but SQLite.
 */
export class SqliteDatabase implements SqlDatabase {
  readonly dialect = DIALECT;
  readonly #writer: NetworkWriter;
  readonly #db: ReadableDb;
  readonly #reading: Reading;
  readonly #writing: Writing;
  readonly #turns = new OneByOne();

  constructor(writer: NetworkWriter, read: ReadableDb) {
    this.#writer = writer;
    this.#db = read;
    this.#reading = new Reading(read);
    this.#writing = new Writing(writer);
  }

  changes(): number {
    return this.#writer.generation;
  }

  all<Row>(sql: string, values?: object): Promise<readonly Row[]> {
    return this.#turns.run(() => this.#reading.all<Row>(sql, values));
  }

  get<Row>(sql: string, values?: object): Promise<Row | undefined> {
    return this.#turns.run(() => this.#reading.get<Row>(sql, values));
  }

  read<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#turns.run(() => inAsyncSnapshot(this.#db, () => work(this.#reading)));
  }

  write<T>(work: (sql: SqlWrite) => Promise<T>): Promise<T> {
    return this.#writer.transaction(() => work(this.#writing));
  }
}

/** Statements of one connection, each compiled once. */
class Reading implements Sql {
  readonly dialect = DIALECT;
  readonly #db: ReadableDb;

  constructor(db: ReadableDb) {
    this.#db = db;
  }

  async all<Row>(sql: string, values: object = {}): Promise<readonly Row[]> {
    // A row type repeats the columns that its statement names and what the tables' CHECKs say.
    return this.compiled<Row>(sql).all(values);
  }

  async get<Row>(sql: string, values: object = {}): Promise<Row | undefined> {
    // As above.
    return this.compiled<Row>(sql).get(values);
  }

  protected compiled<Row>(sql: string): ReturnType<typeof prepared<object, Row>> {
    return prepared<object, Row>(this.#db, sql);
  }
}

class Writing extends Reading implements SqlWrite {
  readonly #writer: NetworkWriter;

  constructor(writer: NetworkWriter) {
    const db: WritableDb = writer.db;
    super(db);
    this.#writer = writer;
  }

  async run(sql: string, values: object = {}): Promise<number> {
    return this.compiled(sql).run(values).changes;
  }

  async insertAll(table: string, rows: readonly SqlRow[]): Promise<void> {
    const [first] = rows;
    if (first === undefined) return;
    const columns = Object.keys(first);
    const marks = columns.map((column) => `@${column}`);
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks.join(', ')})`;
    const statement = this.compiled(sql);
    for (const row of rows) statement.run(row);
  }

  async touch(entity: FeedEntity, rowId: string, scope: FeedScope = {}): Promise<void> {
    this.#writer.feed.touch(entity, rowId, scope);
  }

  /** The one writer has the whole file to itself. */
  async lock(): Promise<void> {
    await Promise.resolve();
  }
}
