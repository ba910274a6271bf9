import { ofClient, PAYMENT_KINDS, type Place } from '../statement/operation.ts';
import type { Sql } from '../sql.ts';
import type { SearchWord } from './search-words.ts';

export type FoundKind = 'sale' | 'refund' | 'payment';

/** An operation that was found, by its place in the books. */
export interface FoundPlace extends Place {
  readonly kind: FoundKind;
}

/** Before this place; at most so many; of one client or of all. */
export interface Before extends Place {
  readonly take: number;
  readonly clientId: string | null;
}

interface Table {
  readonly table: string;
  readonly id: string;
  readonly at: string;
  readonly only: string;
}

const TABLES: Readonly<Record<FoundKind, Table>> = {
  sale: { table: 'sale', id: 'sale_id', at: 'booked_at_ms', only: `sale.state = 'captured'` },
  refund: { table: 'refund', id: 'refund_id', at: 'booked_at_ms', only: '1 = 1' },
  payment: {
    table: 'transfer',
    id: 'transfer_id',
    at: 'at_ms',
    only: `transfer.kind IN ${PAYMENT_KINDS}`,
  },
};

/** One index that leads to operations. */
export interface Source {
  readonly kind: FoundKind;
  /** A condition that the index answers. */
  readonly where: string;
  readonly values: object;
  /** Set where it is a card or a station that leads there. */
  readonly column?: PlaceColumn;
}

type PlaceColumn = 'card_id' | 'station_id';

/** What a word alone leads to: an id, a slip, an amount. */
export function sourcesOfWord({ idStart, slipNumber, amountMinor }: SearchWord): readonly Source[] {
  const found: Source[] = [];
  if (idStart !== null) {
    const values = { idStart, idEnd: `${idStart}~` };
    for (const kind of ['sale', 'refund'] as const) {
      const { table, id } = TABLES[kind];
      const where = `${table}.${id} >= @idStart AND ${table}.${id} < @idEnd`;
      found.push({ kind, where, values });
    }
  }
  if (slipNumber !== null) {
    for (const kind of ['sale', 'refund'] as const) {
      const where = `${TABLES[kind].table}.slip_number = @slipNumber`;
      found.push({ kind, where, values: { slipNumber } });
    }
  }
  if (amountMinor !== null) {
    for (const kind of ['sale', 'refund', 'payment'] as const) {
      const where = `${TABLES[kind].table}.amount_minor = @amountMinor`;
      found.push({ kind, where, values: { amountMinor } });
    }
  }
  return found;
}

/** What a card or a station leads to. */
export function sourcesOfPlace(column: PlaceColumn, id: string): readonly Source[] {
  const kinds = column === 'card_id' ? (['sale', 'refund'] as const) : (['sale'] as const);
  return kinds.map((kind) => {
    return { kind, where: `${TABLES[kind].table}.${column} = @id`, values: { id }, column };
  });
}

/** Of a source that the other words still pick from, so many rows are looked at. */
const LOOKED_AT_MAX = 1_000;

interface FoundIn {
  readonly rows: readonly FoundPlace[];
  /** True when so many were looked at that older ones were left out. */
  readonly cut: boolean;
}

/** The words that are left to pick by, and the place to pick before. */
interface Picking {
  readonly rest: readonly SearchWord[];
  readonly before: Before;
}

/** The newest operations of a source that have all other words too. */
export async function readSource(
  sql: Sql,
  source: Source,
  { rest, before }: Picking,
): Promise<FoundIn> {
  const { kind, values } = source;
  if (rest.length === 0) {
    const rows = await sql.all<Place>(
      `SELECT id AS lineId, at_ms AS atMs FROM (${placesOf(source, before)}) AS place`,
      { ...before, ...values },
    );
    return { rows: rows.map((row) => ({ ...row, kind })), cut: false };
  }
  // A payment has no card and no station.
  if (kind === 'payment') return { rows: [], cut: false };
  const some = { ...before, ...values, take: LOOKED_AT_MAX };
  const words = Object.fromEntries(
    rest.flatMap(({ text, slipNumber, amountMinor }, index) => [
      [`word${index}`, text],
      [`slip${index}`, slipNumber],
      [`amount${index}`, amountMinor],
    ]),
  );
  const rows = await sql.all<Place>(pickedText(sql, source, { rest, before }), {
    ...some,
    ...words,
  });
  const places = `SELECT count(*) AS looked FROM (${placesOf(source, before)}) AS place`;
  const looked = (await sql.get<{ looked: number }>(places, some))?.looked ?? 0;
  return { rows: rows.map((row) => ({ ...row, kind })), cut: looked === LOOKED_AT_MAX };
}

function placesOf({ kind, where }: Source, { clientId }: Before): string {
  const { table, id, at, only } = TABLES[kind];
  return `
    SELECT ${table}.${id} AS id, ${table}.${at} AS at_ms FROM ${table}
    WHERE ${only} AND ${where} AND ${ofClient(table, clientId)}
      AND (${table}.${at}, ${table}.${id}) < (@atMs, @lineId)
    ORDER BY ${table}.${at} DESC, ${table}.${id} DESC LIMIT @take`;
}

/** Of the places of a source those whose card, station, slip or amount has each of the words. */
function pickedText(sql: Sql, source: Source, { rest, before }: Picking): string {
  const { table, id } = TABLES[source.kind];
  const fits = rest.map(({ slipNumber, amountMinor }, index) => {
    const has = ['card.search', `coalesce(station.search, '')`].map((text) =>
      sql.dialect.contains(text, `@word${index}`),
    );
    if (slipNumber !== null) has.push(`${table}.slip_number = @slip${index}`);
    if (amountMinor !== null) has.push(`${table}.amount_minor = @amount${index}`);
    return `(${has.join(' OR ')})`;
  });
  return `
    SELECT place.id AS lineId, place.at_ms AS atMs FROM (${placesOf(source, before)}) AS place
    JOIN ${table} ON ${table}.${id} = place.id JOIN card ON card.card_id = ${table}.card_id
    LEFT JOIN station ON station.station_id = ${table}.station_id
    WHERE ${fits.join(' AND ')}`;
}
