import type pg from 'pg';
import type { FeedEntity } from '#protocol/feed.ts';
import type {
  FeedScope,
  LockName,
  Sql,
  SqlDatabase,
  SqlDialect,
  SqlRow,
  SqlWrite,
} from '../sql/sql.ts';
import type { FeedNumbering } from './feed-numbering.ts';
import { findByPattern } from './find-by-pattern.ts';
import { FeedWriter } from './feed-writer.ts';
import { lockOfName } from './locks.ts';
import { inTransaction } from './transaction.ts';
import { translated } from './translate.ts';

const DIALECT: SqlDialect = {
  contains: (column, value) => `strpos(${column}, ${value}) > 0`,
  found: findByPattern,
  among: (column, list) =>
    `${column} = ANY (ARRAY (SELECT json_array_elements_text(CAST(${list} AS json))))`,
};

const LOCK_CONTRACT = `
  SELECT 1 AS one FROM contract WHERE contract_id = @contractId FOR UPDATE`;
const LOCK_OF_CARD = `
  SELECT 1 AS one FROM contract
  WHERE contract_id = (SELECT contract_id FROM card WHERE card_id = @cardId) FOR UPDATE`;

/** Rows that one INSERT brings at most. */
const CHUNK_ROWS = 2_000;

/** The network's database on a PostgreSQL server that other backends may share. */
export class PostgresDatabase implements SqlDatabase {
  readonly dialect = DIALECT;
  readonly #pool: pg.Pool;
  readonly #feed: FeedNumbering;
  readonly #loose: Sql;

  constructor(pool: pg.Pool, feed: FeedNumbering) {
    this.#pool = pool;
    this.#feed = feed;
    this.#loose = new Reading(pool);
  }

  /** Other backends write without telling this one. */
  changes(): null {
    return null;
  }

  all<Row>(sql: string, values?: object): Promise<readonly Row[]> {
    return this.#loose.all<Row>(sql, values);
  }

  get<Row>(sql: string, values?: object): Promise<Row | undefined> {
    return this.#loose.get<Row>(sql, values);
  }

  read<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const kind = 'ISOLATION LEVEL REPEATABLE READ READ ONLY';
    return inTransaction(this.#pool, kind, (client) => work(new Reading(client)));
  }

  async write<T>(work: (sql: SqlWrite) => Promise<T>): Promise<T> {
    let touched = false;
    const result = await inTransaction(this.#pool, 'ISOLATION LEVEL READ COMMITTED', (client) => {
      return withFeed(client, async (feed) => {
        const answer = await work(new Writing(client, feed));
        touched = !feed.isEmpty;
        return answer;
      });
    });
    if (touched) await this.#feed.afterCommit();
    return result;
  }
}

/** Runs work that may touch the feed, and puts on it what was touched. */
export async function withFeed<T>(
  client: pg.ClientBase,
  work: (feed: FeedWriter) => Promise<T>,
): Promise<T> {
  const feed = new FeedWriter();
  const result = await work(feed);
  await feed.write(client);
  return result;
}

class Reading implements Sql {
  readonly dialect = DIALECT;
  protected readonly client: pg.Pool | pg.ClientBase;

  constructor(client: pg.Pool | pg.ClientBase) {
    this.client = client;
  }

  async all<Row>(sql: string, values: object = {}): Promise<readonly Row[]> {
    // A row type repeats the columns that its statement names and what the tables' CHECKs say.
    return (await this.query(sql, values)).rows as Row[];
  }

  async get<Row>(sql: string, values: object = {}): Promise<Row | undefined> {
    // As above.
    return (await this.query(sql, values)).rows[0] as Row | undefined;
  }

  protected query(sql: string, values: object): Promise<pg.QueryResult<pg.QueryResultRow>> {
    const { name, text, valuesOf } = translated(sql);
    return this.client.query({ name, text, values: valuesOf(values) });
  }
}

class Writing extends Reading implements SqlWrite {
  readonly #feed: FeedWriter;

  constructor(client: pg.ClientBase, feed: FeedWriter) {
    super(client);
    this.#feed = feed;
  }

  async run(sql: string, values: object = {}): Promise<number> {
    return (await this.query(sql, values)).rowCount ?? 0;
  }

  async insertAll(table: string, rows: readonly SqlRow[]): Promise<void> {
    const [first] = rows;
    if (first === undefined) return;
    const columns = Object.keys(first).join(', ');
    const sql = `INSERT INTO ${table} (${columns})
      SELECT ${columns} FROM json_populate_recordset(NULL::${table}, CAST(@rows AS json))`;
    for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
      await this.run(sql, { rows: JSON.stringify(rows.slice(from, from + CHUNK_ROWS)) });
    }
  }

  async touch(entity: FeedEntity, rowId: string, scope: FeedScope = {}): Promise<void> {
    this.#feed.touch(entity, rowId, scope);
  }

  async lock(name: LockName): Promise<void> {
    if (typeof name !== 'string') {
      await this.query('cardId' in name ? LOCK_OF_CARD : LOCK_CONTRACT, name);
      return;
    }
    await this.client.query(lockOfName(name));
  }
}
