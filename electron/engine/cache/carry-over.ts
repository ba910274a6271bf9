import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { inTransaction } from '#sqlite/transaction.ts';
import { turn } from '../turn.ts';

interface Carried {
  readonly table: string;
  /** The columns that order its rows. */
  readonly key: readonly [string, ...string[]];
  /** Its rows are parts of one in that table, whose key is the first column of both. */
  readonly of?: string;
}

/**
 * What a cache holds that did not come from the station's feed, and has to be in the next one too.
 * A table comes behind the one that it refers to.
 */
const carried: readonly Carried[] = [
  { table: 'card_seen', key: ['card_id'] },
  { table: 'pin_verifier', key: ['card_id'] },
  { table: 'statement', key: ['statement_key'] },
  { table: 'statement_line', key: ['statement_key', 'place'], of: 'statement' },
  { table: 'open_answer', key: ['question'] },
  { table: 'client_feed', key: ['client_id'] },
  { table: 'client_record', key: ['client_id', 'entity', 'row_id'], of: 'client_feed' },
];

/** Of these the latest word counts: rows that were written meanwhile are brought after the rest. */
const followed = carried.filter(({ of }) => of === undefined);
const parts = carried.filter(({ of }) => of !== undefined);

/** Rows of one transaction: some milliseconds, the most that a sale may have to wait. */
const ROWS_AT_ONCE = 200;

export interface CarryOver {
  /** Copies everything, in small turns; what is written meanwhile is noted. */
  inTurns(): Promise<void>;
  /**
   * Brings what was written meanwhile, which is little. A statement that was being read is left
   * out, and so is a client whose rows were coming: they are read again.
   * @throws Error when a part would be there without what it is a part of: a bug
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
      // A statement may come while lines are copied, or go; `rest` sees to both.
      to.pragma('foreign_keys = OFF');
      for (const table of carried) await copyTable({ from, to }, table);
      to.pragma('foreign_keys = ON');
    },
    rest() {
      inTransaction(to, () => {
        for (const table of followed) copyMoved({ from, to }, table);
        for (const part of parts) checkWhole(to, part);
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
  // One that could not be begun to its end leaves nothing behind.
  unwatch(db);
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
    for (const { event } of EVENTS) db.exec(`DROP TRIGGER IF EXISTS temp.moved_${table}_${event}`);
  }
  db.exec('DROP TABLE IF EXISTS temp.moved');
}

interface Files {
  readonly from: ReadableDb;
  readonly to: WritableDb;
}

type Row = Readonly<Record<string, unknown>>;

async function copyTable({ from, to }: Files, { table, key, of }: Carried) {
  const order = key.join(', ');
  // The plus keeps the order of the key: with the owners' order each piece would sort all rows.
  const owned = of === undefined ? 'true' : `+${key[0]} IN (SELECT ${key[0]} FROM ${of})`;
  const first = from.prepare<[number], Row>(
    `SELECT * FROM ${table} WHERE ${owned} ORDER BY ${order} LIMIT ?`,
  );
  const behind = from.prepare<[...unknown[], number], Row>(
    `SELECT * FROM ${table} WHERE (${order}) > (${key.map(() => '?').join(', ')}) AND ${owned}
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

function copyMoved({ from, to }: Files, { table, key: [key] }: Carried): void {
  const moved = from
    .prepare<[string], { key: string }>('SELECT key FROM temp.moved WHERE place = ?')
    .all(table);
  const own = parts.filter(({ of }) => of === table);
  // Parts first: they may have come without the row that they are parts of, and fall with none.
  const drops = [...own.map((part) => part.table), table].map((name) =>
    to.prepare(`DELETE FROM ${name} WHERE ${key} = ?`),
  );
  const read = from.prepare<[string], Row>(`SELECT * FROM ${table} WHERE ${key} = ?`);
  for (const { key: value } of moved) {
    for (const drop of drops) drop.run(value);
    if (own.length === 0) putRows(to, table, read.all(value));
  }
}

/**
 * No part without what it is a part of. Asked once for each owner and not, as the file's own check
 * does, for each row: the desk stands still so long.
 */
function checkWhole(to: WritableDb, { table, key: [key], of }: Carried): void {
  const next = to.prepare<[string], { key: string | null }>(
    `SELECT min(${key}) AS key FROM ${table} WHERE ${key} > ?`,
  );
  const owner = to.prepare(`SELECT 1 FROM ${of} WHERE ${key} = ?`);
  for (let at = next.get('')?.key ?? null; at !== null; at = next.get(at)?.key ?? null) {
    if (owner.get(at) === undefined) throw new Error(`rows of ${table} belong to nothing`);
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
