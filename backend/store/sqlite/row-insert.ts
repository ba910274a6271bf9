import type { WritableDb } from '#sqlite/open.ts';

/** Rows of one statement. */
const MANY = 8;

export type RowValue = string | number | null;

/**
 * Puts new rows into a table, many with each statement: what SQLite makes ready to check a row
 * against — a table of its own for each `IN (…)` — it makes once for each statement.
 */
export class RowInsert {
  readonly #one;
  readonly #many;

  /** `columns`: their names, with commas between them. */
  constructor(db: WritableDb, table: string, columns: string) {
    const row = `(${columns.split(',').fill('?').join(', ')})`;
    const insert = `INSERT INTO ${table} (${columns}) VALUES`;
    this.#one = db.prepare(`${insert} ${row}`);
    this.#many = db.prepare(`${insert} ${Array<string>(MANY).fill(row).join(', ')}`);
  }

  put(rows: readonly (readonly RowValue[])[]): void {
    const inFull = rows.length - (rows.length % MANY);
    for (let from = 0; from < inFull; from += MANY) {
      this.#many.run(rows.slice(from, from + MANY).flat());
    }
    for (const row of rows.slice(inFull)) this.#one.run(...row);
  }
}
