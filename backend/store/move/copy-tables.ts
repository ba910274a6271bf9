import { createHash } from 'node:crypto';
import type { SqlRow } from '../sql/sql.ts';
import type { Table, TableSource, TableTarget } from './tables.ts';

/** What a table holds: as many rows with exactly these values have this sum. */
export interface TableSum {
  readonly rows: number;
  /** SHA-256 over the rows in the order of their key. */
  readonly sha256: string;
}

export interface CopiedTable extends TableSum {
  readonly table: string;
}

/**
 * Copies all tables, reads each back from the target and compares; throws with the table's name
 * when count or checksum differ. `told` hears of each table that is there.
 */
export async function copyTables(
  tables: readonly Table[],
  { source, target }: { source: TableSource; target: TableTarget },
  told: (copied: CopiedTable) => void = () => undefined,
): Promise<readonly CopiedTable[]> {
  const copied: CopiedTable[] = [];
  for (const table of tables) {
    const sent = new Sum();
    for await (const rows of source.pieces(table)) {
      sent.add(table, rows);
      await target.insert(table, rows);
    }
    const wanted = sent.end();
    const found = await tableSum(target, table);
    if (wanted.rows !== found.rows || wanted.sha256 !== found.sha256) {
      throw new Error(
        `${table.name}: ${wanted.rows} rows ${wanted.sha256} were sent, ` +
          `${found.rows} rows ${found.sha256} are there`,
      );
    }
    copied.push({ table: table.name, ...found });
    told({ table: table.name, ...found });
  }
  return copied;
}

export async function tableSum(source: TableSource, table: Table): Promise<TableSum> {
  const sum = new Sum();
  for await (const rows of source.pieces(table)) sum.add(table, rows);
  return sum.end();
}

class Sum {
  readonly #hash = createHash('sha256');
  #rows = 0;

  add({ columns }: Table, rows: readonly SqlRow[]): void {
    this.#rows += rows.length;
    for (const row of rows) {
      this.#hash.update(`${JSON.stringify(columns.map((column) => row[column]))}\n`);
    }
  }

  end(): TableSum {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') };
  }
}
