import type { FeedEntity } from '#protocol/feed.ts';

/**
 * What the stores that decide nothing say to a database: plain SQL that SQLite and PostgreSQL both
 * understand. Values stand behind names (`@stationId`) and come as the fields of one object: texts,
 * safe integers and null. A result column `AS stationId` keeps its capitals on both engines.
 */
export interface Sql {
  readonly dialect: SqlDialect;
  all<Row>(sql: string, values?: object): Promise<readonly Row[]>;
  /** The first row. */
  get<Row>(sql: string, values?: object): Promise<Row | undefined>;
}

/** Inside a transaction that may change something. */
export interface SqlWrite extends Sql {
  /** The number of rows that were changed. */
  run(sql: string, values?: object): Promise<number>;
  /** Adds rows to a table; the fields of the first one name the columns, and all have the same. */
  insertAll(table: string, rows: readonly SqlRow[]): Promise<void>;
  /** Puts a changed row at the end of the feed. */
  touch(entity: FeedEntity, rowId: string, scope?: FeedScope): Promise<void>;
  /**
   * Nobody else holds `name` until this transaction is over, on any backend of the network; for
   * what is read first and written after. A contract's own lock is that of its decisions.
   */
  lock(name: LockName): Promise<void>;
}

/** One row by column names. */
export type SqlRow = Readonly<Record<string, string | number | null>>;

export type LockName =
  | 'network'
  /** Who closes a day: no decision is under way meanwhile. */
  | 'books'
  | 'registers'
  /** Who adds to the audit trail. */
  | 'audit'
  | { readonly contractId: string }
  /** The contract that a card belongs to. */
  | { readonly cardId: string };

/** The network's database. Its own `all` and `get` read what is committed, each for itself. */
export interface SqlDatabase extends Sql {
  /** Grows with every `write`; null where other backends write too. */
  changes(): number | null;
  /** Reads in one snapshot. `work` asks `sql` alone, never the database again. */
  read<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * All of `work` or nothing of it, durable when it resolves; listeners of the feed hear of it
   * afterwards. `work` may be run again from its beginning when the engine asks for that.
   */
  write<T>(work: (sql: SqlWrite) => Promise<T>): Promise<T>;
}

/** Registers that are searched by an index over every three characters of their text. */
export type SearchedTable = 'card' | 'client' | 'contract';

export interface FoundBy {
  /** A condition on rows of the table. */
  readonly where: string;
  readonly values: object;
  /** True where few rows are left, which are better sorted than looked for in their order. */
  readonly few: boolean;
}

/** The few things that the engines call differently. */
export interface SqlDialect {
  /** True where the text of a column contains a value. */
  contains(column: string, value: string): string;
  /** How rows of a register are found whose search text contains all of these folded words. */
  found(sql: Sql, table: SearchedTable, words: readonly string[]): Promise<FoundBy>;
  /** True where a column is one of the texts of a JSON list. */
  among(column: string, list: string): string;
}

/** Whom a change of a row concerns. */
export interface FeedScope {
  /**
   * The only station that gets the row; null for a row that all get, or that scopes itself (a
   * card).
   */
  readonly stationId?: string | null;
  /** True when the row may have left the scope of a station that had it. */
  readonly rescoped?: boolean;
}
