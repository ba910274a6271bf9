import type { SqlRow } from '../sql/sql.ts';

/** A table of the network's database; both engines have the same ones with the same columns. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns of the primary key; rows are read in their order. */
  readonly key: readonly string[];
}

/** Rows of a database, table by table, in one state of it. */
export interface TableSource {
  /** Pieces of a table in the order of its key; memory holds one piece at a time. */
  pieces(table: Table): AsyncIterable<readonly SqlRow[]>;
}

export interface TableTarget extends TableSource {
  insert(table: Table, rows: readonly SqlRow[]): Promise<void>;
}
