import type pg from 'pg';
import type { SqlRow } from '../sql/sql.ts';
import type { Table, TableTarget } from './tables.ts';

const PIECE_ROWS = 2_000;

/** The tables of a PostgreSQL database, inside one transaction of the caller. */
export class PostgresTables implements TableTarget {
  readonly #client: pg.ClientBase;

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  async *pieces({ name, columns, key }: Table): AsyncIterable<readonly SqlRow[]> {
    const rows = `SELECT ${columns.join(', ')} FROM ${name} ORDER BY ${key.join(', ')}`;
    await this.#client.query(`DECLARE piece CURSOR FOR ${rows}`);
    try {
      for (;;) {
        const piece = await this.#client.query<SqlRow>(`FETCH ${PIECE_ROWS} FROM piece`);
        if (piece.rows.length === 0) return;
        yield piece.rows;
      }
    } finally {
      await this.#client.query('CLOSE piece');
    }
  }

  async insert({ name, columns }: Table, rows: readonly SqlRow[]): Promise<void> {
    const list = columns.join(', ');
    const text = `INSERT INTO ${name} (${list})
      SELECT ${list} FROM json_populate_recordset(NULL::${name}, $1::json)`;
    await this.#client.query(text, [JSON.stringify(rows)]);
  }

  async isEmpty(table: Table): Promise<boolean> {
    const { rows } = await this.#client.query(`SELECT 1 FROM ${table.name} LIMIT 1`);
    return rows.length === 0;
  }
}
