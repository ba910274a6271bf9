import type { Migration } from '#sqlite/migration.ts';

/** The words in which the two engines' schemas differ. */
export interface Ddl {
  /** A whole number: minor units, millilitres, epoch ms, counts, 0 or 1. */
  readonly int: string;
  /** A text, ordered by its bytes. */
  readonly text: string;
  /** The key of a table whose rows are numbered as they come. */
  readonly counted: string;
  /** What stands behind a table; `keyed` behind one that is always read by its whole key. */
  readonly rows: string;
  readonly keyed: string;
  /**
   * What stands before a CHECK whose line is too long for one engine. Only steps that were
   * released so have it: their text is what every network was made with.
   */
  readonly wrap: string;
  /** The type of the JSON text in a column, `'object'` or `'array'`. */
  jsonType(column: string): string;
}

const SQLITE: Ddl = {
  int: 'INTEGER',
  text: 'TEXT',
  counted: 'INTEGER PRIMARY KEY',
  rows: ' STRICT',
  keyed: ' STRICT, WITHOUT ROWID',
  wrap: ' ',
  jsonType: (column) => `json_type(${column})`,
};

const POSTGRES: Ddl = {
  int: 'bigint',
  text: 'text COLLATE "C"',
  counted: 'bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
  rows: '',
  keyed: '',
  wrap: '\n  ',
  jsonType: (column) => `json_typeof(${column}::json)`,
};

/** One step of the schema, said once for both engines. */
export interface SharedStep {
  readonly sqlite: Migration;
  readonly postgres: Migration;
}

/**
 * One step of the schema for both engines.
 * @param number in tens, as `Migration` has it
 * @param sql the statements in the words of an engine
 */
export function sharedStep(number: number, name: string, sql: (ddl: Ddl) => string): SharedStep {
  return {
    sqlite: { number, name, sql: sql(SQLITE) },
    postgres: { number, name, sql: sql(POSTGRES) },
  };
}
