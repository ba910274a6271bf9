import type { Sql } from '../sql.ts';

/** Ids that one statement looks for. */
const PIECE_IDS = 1_000;

/** One row by the names of its register's fields. */
export type Texts = Readonly<Record<string, string | null>>;

type Row = Texts & { readonly key: string };

/**
 * Rows as they were before an import, read by few statements. One that the import has changed is
 * read again: a register may name a row twice.
 */
export class RowsBefore {
  readonly #sql: Sql;
  /** `SELECT … AS key, …` without its condition. */
  readonly #select: string;
  readonly #column: string;
  readonly #rows = new Map<string, Row>();
  readonly #changed = new Set<string>();

  private constructor(sql: Sql, select: string, column: string) {
    this.#sql = sql;
    this.#select = select;
    this.#column = column;
  }

  /** `column` is what the ids are sought in. */
  static async read(
    sql: Sql,
    { select, column, ids }: { select: string; column: string; ids: readonly string[] },
  ): Promise<RowsBefore> {
    const before = new RowsBefore(sql, select, column);
    for (let from = 0; from < ids.length; from += PIECE_IDS) {
      await before.#load(ids.slice(from, from + PIECE_IDS));
    }
    return before;
  }

  async get(id: string): Promise<Texts | undefined> {
    if (this.#changed.delete(id)) await this.#load([id]);
    return this.#rows.get(id);
  }

  changed(id: string): void {
    this.#changed.add(id);
  }

  async #load(ids: readonly string[]): Promise<void> {
    const where = this.#sql.dialect.among(this.#column, '@ids');
    const sql = `${this.#select} WHERE ${where}`;
    for (const row of await this.#sql.all<Row>(sql, { ids: JSON.stringify(ids) })) {
      this.#rows.set(row.key, row);
    }
  }
}
