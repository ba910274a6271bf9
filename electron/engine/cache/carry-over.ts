import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { inTransaction } from '#sqlite/transaction.ts';
import { turn } from '../turn.ts';

/**
 * What a cache holds that did not come from the feed, and has to be in the next one too. Each table
 * with the columns that order its rows; a table comes behind the one that it refers to.
 */
const carried = [
  { table: 'card_seen', key: ['card_id'] },
  { table: 'pin_verifier', key: ['card_id'] },
  { table: 'statement', key: ['statement_key'] },
  { table: 'statement_line', key: ['statement_key', 'place'] },
] as const;

/** Of these the latest word counts: rows that were written meanwhile are brought after the rest. */
const followed = carried.filter(({ table }) => table !== 'statement_line');

/** Rows of one transaction: some milliseconds, the most that a sale may have to wait. */
const ROWS_AT_ONCE = 200;

export interface CarryOver {
  /** Copies everything, in small turns; what is written meanwhile is noted. */
  inTurns(): Promise<void>;
  /**
   * Brings what was written meanwhile, which is little. A statement that was being read is left
   * out: it is read again.
   */
  rest(): void;
  /** Notes nothing any more. */
  stop(): void;
}

/** Begins to note what is written to `from`, which stays in use until `rest` was called. */
export function beginCarryOver(from: WritableDb, to: WritableDb): CarryOver {
  watch(from);
  let watching = true;
  return {
    async inTurns() {
      // A statement may come while lines are copied; `rest` sees to both.
      to.pragma('foreign_keys = OFF');
      for (const { table, key } of carried) await copyTable({ from, to }, table, key);
      to.pragma('foreign_keys = ON');
    },
    rest() {
      inTransaction(to, () => {
        for (const { table, key } of followed) copyMoved({ from, to }, table, key[0]);
      });
    },
    stop() {
      if (!watching) return;
      watching = false;
      unwatch(from);
    },
  };
}

const EVENTS = [
  { event: 'INSERT', row: 'NEW' },
  { event: 'UPDATE', row: 'NEW' },
  { event: 'DELETE', row: 'OLD' },
] as const;

/** They live as long as this connection, which is the file's only writer. */
function watch(db: WritableDb): void {
  db.exec('CREATE TEMP TABLE moved (place TEXT, key TEXT, PRIMARY KEY (place, key)) WITHOUT ROWID');
  for (const { table, key } of followed) {
    for (const { event, row } of EVENTS) {
      db.exec(`CREATE TEMP TRIGGER moved_${table}_${event} AFTER ${event} ON main.${table}
        BEGIN INSERT OR IGNORE INTO moved VALUES ('${table}', ${row}.${key[0]}); END`);
    }
  }
}

function unwatch(db: WritableDb): void {
  for (const { table } of followed) {
    for (const { event } of EVENTS) db.exec(`DROP TRIGGER temp.moved_${table}_${event}`);
  }
  db.exec('DROP TABLE temp.moved');
}

interface Files {
  readonly from: ReadableDb;
  readonly to: WritableDb;
}

type Row = Readonly<Record<string, unknown>>;

async function copyTable({ from, to }: Files, table: string, key: readonly string[]) {
  const order = key.join(', ');
  const first = from.prepare<[number], Row>(`SELECT * FROM ${table} ORDER BY ${order} LIMIT ?`);
  const behind = from.prepare<[...unknown[], number], Row>(
    `SELECT * FROM ${table} WHERE (${order}) > (${key.map(() => '?').join(', ')})
     ORDER BY ${order} LIMIT ?`,
  );
  let last: Row | undefined;
  for (;;) {
    const after: Row | undefined = last;
    const rows: Row[] =
      after === undefined
        ? first.all(ROWS_AT_ONCE)
        : behind.all(...key.map((column) => after[column]), ROWS_AT_ONCE);
    inTransaction(to, () => putRows(to, table, rows));
    last = rows.at(-1);
    if (rows.length < ROWS_AT_ONCE) return;
    await turn();
  }
}

function copyMoved({ from, to }: Files, table: string, key: string): void {
  const moved = from
    .prepare<[string], { key: string }>('SELECT key FROM temp.moved WHERE place = ?')
    .all(table);
  const drop = to.prepare(`DELETE FROM ${table} WHERE ${key} = ?`);
  const read = from.prepare<[string], Row>(`SELECT * FROM ${table} WHERE ${key} = ?`);
  for (const { key: value } of moved) {
    drop.run(value);
    if (table !== 'statement') putRows(to, table, read.all(value));
  }
}

function putRows(to: WritableDb, table: string, rows: readonly Row[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const named = columns.map((column) => `@${column}`).join(', ');
  const insert = to.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${named})`);
  for (const row of rows) insert.run(row);
}
