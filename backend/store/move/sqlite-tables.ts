import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import type { SqlRow } from '../sql/sql.ts';
import type { Table, TableSource, TableTarget } from './tables.ts';

const PIECE_ROWS = 2_000;

/** Not the network's own: what each engine keeps about itself. */
const OWN = new Set(['schema_migration', 'sqlite_sequence']);

/**
 * All tables of a network's file, without those that an index of words consists of; whatever is
 * referred to comes first.
 */
export function sqliteTables(db: ReadableDb): readonly Table[] {
  const names = db
    .prepare<[], { name: string }>(
      `SELECT name FROM pragma_table_list
       WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all()
    .map(({ name }) => name)
    .filter((name) => !OWN.has(name));
  const ordered: string[] = [];
  const visit = (name: string): void => {
    if (ordered.includes(name)) return;
    for (const parent of parentsOf(db, name)) if (parent !== name) visit(parent);
    ordered.push(name);
  };
  for (const name of names) visit(name);
  return ordered.map((name) => tableOf(db, name));
}

function parentsOf(db: ReadableDb, name: string): readonly string[] {
  return db
    .prepare<[string], { parent: string }>(
      `SELECT "table" AS parent FROM pragma_foreign_key_list(?)`,
    )
    .all(name)
    .map(({ parent }) => parent);
}

function tableOf(db: ReadableDb, name: string): Table {
  const info = db
    .prepare<[string], { column: string; pk: number }>(
      `SELECT name AS "column", pk FROM pragma_table_info(?) ORDER BY cid`,
    )
    .all(name);
  const key = info.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
  const columns = info.map(({ column }) => column);
  return { name, columns, key: key.map(({ column }) => column) };
}

export class SqliteTableSource implements TableSource {
  readonly #db: ReadableDb;

  constructor(db: ReadableDb) {
    this.#db = db;
  }

  async *pieces({ name, columns, key }: Table): AsyncIterable<readonly SqlRow[]> {
    const sql = `SELECT ${columns.join(', ')} FROM ${name} ORDER BY ${key.join(', ')}`;
    let piece: SqlRow[] = [];
    for (const row of this.#db.prepare<[], SqlRow>(sql).iterate()) {
      piece.push(row);
      if (piece.length < PIECE_ROWS) continue;
      yield piece;
      piece = [];
    }
    if (piece.length > 0) yield piece;
  }
}

export class SqliteTableTarget extends SqliteTableSource implements TableTarget {
  readonly #db: WritableDb;

  constructor(db: WritableDb) {
    super(db);
    this.#db = db;
  }

  async insert({ name, columns }: Table, rows: readonly SqlRow[]): Promise<void> {
    const marks = columns.map((column) => `@${column}`).join(', ');
    const statement = this.#db.prepare(
      `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${marks})`,
    );
    for (const row of rows) statement.run(row);
  }
}
