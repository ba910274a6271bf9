import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase, type WritableDb } from '#sqlite/open.ts';
import { fillMonths } from '#store/sqlite/schema/history.ts';
import { networkMigrations } from '#store/sqlite/schema/migrations.ts';
import { cached } from '../data/cache.ts';
import { CARDS_PER_CONTRACT, PRODUCT, STATIONS } from '../data/bulk-network.ts';
import { cachedNetwork, KEY_HEX } from '../data/store-file.ts';

/** To be raised when the same size stands for other rows. */
const GENERATOR = 8;
const FILE = 'network.db';
const PIECE = 250_000;
const DAY_MS = 86_400_000;
/** Two years, the same for every size: 100 sales of each card. */
export const FIRST_MS = Date.UTC(2024, 0, 1);
export const LAST_MS = FIRST_MS + 730 * DAY_MS;
export const SALES_PER_CARD = 100;
/** Slips are numbered anew, as tills do: as many sales of a number in every size. */
export const SALES_PER_SLIP = 10;
const VOLUME_ML = 10_000;
const PRICE = 6_000;

/**
 * The sale number `n` of `count`, as SQL that SQLite and DuckDB both understand. Integers only;
 * every value follows from `n`.
 */
export function saleColumns(count: number): Readonly<Record<string, string>> {
  const cards = count / SALES_PER_CARD;
  // Cards in no order of time, all of them equally often.
  const card = `((n * 7919) % ${cards})`;
  const volume = `(${VOLUME_ML} + (n % 97) * 100)`;
  const amount = `(${volume} * ${PRICE} / 1000)`;
  const atMs = `(${FIRST_MS} + n * ${Math.floor((LAST_MS - FIRST_MS) / count)})`;
  return {
    sale_id: `('sale-' || substr('000000000000' || CAST(n AS TEXT), -12))`,
    contract_id: `('contract-' || CAST((${card} - ${card} % ${CARDS_PER_CONTRACT}) / ${CARDS_PER_CONTRACT} AS TEXT))`,
    card_id: `('card-' || CAST(${card} AS TEXT))`,
    station_id: `('station-' || CAST(n % ${STATIONS} AS TEXT))`,
    product_id: `'${PRODUCT}'`,
    authorized_at_ms: atMs,
    booked_at_ms: atMs,
    closed_at_ms: `(${atMs} + 120000)`,
    hold_amount_minor: amount,
    hold_volume_ml: volume,
    amount_minor: amount,
    volume_ml: volume,
    vat_minor: `(${amount} / 6)`,
    slip_number: `(n % ${count / SALES_PER_SLIP})`,
  };
}

/** A network with a history of so many captured sales, in the product's own schema. Read only. */
export async function historyFile(count: number, say: (line: string) => void): Promise<string> {
  const folder = await cached({
    name: `history-${count}`,
    madeOf: JSON.stringify([GENERATOR, count, networkMigrations]),
    make: async (growing) => {
      const file = join(growing, FILE);
      await cp(join(await cachedNetwork(count / SALES_PER_CARD), FILE), file);
      fill(file, count, say);
    },
  });
  return join(folder, FILE);
}

function fill(file: string, count: number, say: (line: string) => void): void {
  const opened = openDatabase({ file, keyHex: KEY_HEX, durable: 'normal' });
  if (!opened.ok) throw new Error(opened.code);
  const db = opened.value;
  try {
    db.pragma('foreign_keys = OFF');
    db.pragma('synchronous = OFF');
    db.pragma('cache_size = -1000000');
    const indexes = indexesOf(db);
    for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
    insertSales(db, count, say);
    for (const { name, sql } of indexes) {
      say(`index ${name}`);
      db.exec(sql);
    }
    say('months');
    for (const table of ['sale_month', 'station_month']) db.exec(`DELETE FROM ${table}`);
    fillMonths(db);
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

interface Named {
  readonly name: string;
  readonly sql: string;
}

/** Built after the rows, in one go each. */
function indexesOf(db: WritableDb): readonly Named[] {
  return db
    .prepare<[], Named>(
      `SELECT name, sql FROM sqlite_schema
       WHERE type = 'index' AND tbl_name = 'sale' AND sql IS NOT NULL`,
    )
    .all();
}

/** Columns that say nothing of their own are those of a sale that the product made. */
function insertSales(db: WritableDb, count: number, say: (line: string) => void): void {
  const own: Readonly<Record<string, string>> = {
    ...saleColumns(count),
    state: `'captured'`,
    parts: `'[["money/contract-0","money",60000,null]]'`,
  };
  const columns = db.prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('sale')`);
  const values = columns.all().map(({ name }) => own[name] ?? `sample.${name}`);
  const insert = db.prepare(`
    WITH RECURSIVE number (n) AS (SELECT CAST(@from AS INTEGER) UNION ALL SELECT n + 1 FROM number WHERE n + 1 < @to)
    INSERT INTO sale SELECT ${values.join(', ')}
    FROM number, (SELECT * FROM sale WHERE state = 'held' LIMIT 1) AS sample`);
  for (let from = 0; from < count; from += PIECE) {
    const to = Math.min(count, from + PIECE);
    insert.run({ from, to });
    say(`${to} of ${count} sales made`);
  }
}
