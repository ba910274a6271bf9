import type { FoundOperation } from '#protocol/records/history.ts';
import type { OperationPage, OperationQuestion } from '#service/history-ports.ts';
import { containsAll } from '../register/contains-all.ts';
import type { NameBook } from '../statement/names.ts';
import { ofClient, type Operation } from '../statement/operation.ts';
import {
  linesOf,
  PAYMENT_OPERATION,
  REFUND_OPERATION,
  SALE_OPERATION,
} from '../statement/statement-lines.ts';
import type { Sql } from '../sql.ts';
import {
  readSource,
  sourcesOfPlace,
  sourcesOfWord,
  type FoundPlace,
  type Source,
} from './operation-sources.ts';
import { isNumber, operationWords, type SearchWord } from './search-words.ts';

/** A word that more cards or stations have says too little: the first of them are looked at. */
const CARDS_MAX = 20;
const STATIONS_MAX = 5;
/** After everything that was ever booked. */
const END = { atMs: Number.MAX_SAFE_INTEGER, lineId: '' };

const OPERATIONS = {
  sale: `${SALE_OPERATION} WHERE `,
  refund: `${REFUND_OPERATION} WHERE `,
  payment: `${PAYMENT_OPERATION} WHERE `,
} as const;
const IDS = { sale: 'sale.sale_id', refund: 'refund.refund_id', payment: 'transfer_id' } as const;

type OwnedOperation = Operation & { readonly contractId: string };
type Owner = Pick<
  FoundOperation,
  'contractId' | 'contractNumber' | 'clientName' | 'currency' | 'zone'
>;

/** Where is searched, and whose operations. */
interface Searched {
  readonly sql: Sql;
  readonly clientId: string | null;
}

/** Sources of operations, and the words that still pick from them. */
interface Lead {
  readonly sources: readonly Source[];
  readonly rest: readonly SearchWord[];
  readonly cut: boolean;
}

/**
 * Operations that have all words, the newest first: by the indexes of ids, slips and amounts, and
 * by the cards and stations whose text has the words; or those of the fills with alerts that have
 * them.
 */
export async function findOperations(
  sql: Sql,
  names: NameBook,
  { search, alerted = false, clientId, cursor, limit }: OperationQuestion,
): Promise<OperationPage> {
  const from = placeFrom(cursor);
  if (from === null) return { rows: [], nextCursor: null, cut: false };
  const words = operationWords(search);
  const leads = alerted ? [alertedLead(words)] : await leadsOf({ sql, clientId }, words);
  const before = { ...from, take: limit + 1, clientId };
  const found = new Map<string, FoundPlace>();
  let cut = leads.some((lead) => lead.cut);
  for (const { sources, rest } of leads) {
    for (const source of sources) {
      const read = await readSource(sql, source, { rest, before });
      for (const place of read.rows) found.set(`${place.kind} ${place.lineId}`, place);
      cut ||= read.cut;
    }
  }
  const places = [...found.values()].toSorted(newestFirst);
  const page = places.slice(0, limit);
  const last = places.length > limit ? page.at(-1) : undefined;
  const rows = await readOperations(sql, names, page);
  return { rows, nextCursor: last === undefined ? null : `${last.atMs}:${last.lineId}`, cut };
}

/** Fills that went above a limit, of which the words pick. */
function alertedLead(rest: readonly SearchWord[]): Lead {
  return {
    sources: [{ kind: 'sale', where: 'sale.alerts IS NOT NULL', values: {} }],
    rest,
    cut: false,
  };
}

async function leadsOf(where: Searched, words: readonly SearchWord[]): Promise<readonly Lead[]> {
  const [first] = words;
  if (first === undefined) return [];
  const others = words.slice(1);
  const own = { sources: sourcesOfWord(first), rest: others, cut: false };
  const together = await placesOf(where, words, []);
  if (first.idStart !== null) return [own, together];
  const texts = words.filter((word) => !isNumber(word));
  if (texts.length === 0) return [own, together];
  const numbers = words.filter(isNumber);
  const apart = numbers.length === 0 ? [] : await numbersBeside(where, texts, numbers);
  const leads = [together, ...apart];
  if (leads.some(({ sources }) => sources.length > 0)) return leads;
  // A card's word and a station's word.
  return [await placesOf(where, [first], others)];
}

/** Few operations belong to a card; of those of a station few have the number. */
async function numbersBeside(
  where: Searched,
  texts: readonly SearchWord[],
  numbers: readonly SearchWord[],
): Promise<readonly Lead[]> {
  const found = await placesOf(where, texts, numbers);
  const [first] = numbers;
  const ofCards = found.sources.filter(({ column }) => column === 'card_id');
  if (first === undefined || ofCards.length === found.sources.length) return [found];
  const rest = [...texts, ...numbers.slice(1)];
  return [
    { ...found, sources: ofCards },
    { sources: sourcesOfWord(first), rest, cut: false },
  ];
}

/** Cards and stations that have all of the words. */
async function placesOf(
  searched: Searched,
  words: readonly SearchWord[],
  rest: readonly SearchWord[],
): Promise<Lead> {
  const texts = words.map(({ text }) => text);
  const cards = await idsOf(searched, 'card', texts);
  const stations = await idsOf(searched, 'station', texts);
  const sources = [
    ...cards.ids.flatMap((id) => sourcesOfPlace('card_id', id)),
    ...stations.ids.flatMap((id) => sourcesOfPlace('station_id', id)),
  ];
  return { sources, rest, cut: cards.cut || stations.cut };
}

/** Fewer letters are found in every second text. */
const LETTERS_MIN = 3;

async function idsOf(
  { sql, clientId }: Searched,
  table: 'card' | 'station',
  words: readonly string[],
): Promise<{ readonly ids: readonly string[]; readonly cut: boolean }> {
  if (words.every((word) => word.length < LETTERS_MIN)) return { ids: [], cut: false };
  const max = table === 'card' ? CARDS_MAX : STATIONS_MAX;
  const { where, values } =
    table === 'card'
      ? await sql.dialect.found(sql, table, words)
      : containsAll(sql.dialect, table, words);
  // Stations are everybody's, and what was sold there is not.
  const scope = ofClient(table, table === 'card' ? clientId : null);
  const rows = await sql.all<{ id: string }>(
    `SELECT ${table}_id AS id FROM ${table} WHERE ${where} AND ${scope} LIMIT @take`,
    { ...values, clientId, take: max + 1 },
  );
  return { ids: rows.slice(0, max).map(({ id }) => id), cut: rows.length > max };
}

async function readOperations(
  sql: Sql,
  names: NameBook,
  places: readonly FoundPlace[],
): Promise<readonly FoundOperation[]> {
  const found = new Map<string, OwnedOperation>();
  for (const kind of ['sale', 'refund', 'payment'] as const) {
    const ids = places.filter((place) => place.kind === kind).map(({ lineId }) => lineId);
    if (ids.length === 0) continue;
    const text = OPERATIONS[kind] + sql.dialect.among(IDS[kind], '@ids');
    const rows = await sql.all<OwnedOperation>(text, { ids: JSON.stringify(ids) });
    for (const row of rows) found.set(`${kind} ${row.lineId}`, row);
  }
  const operations = [...found.values()];
  const known = await names.of(sql, operations);
  const owners = await ownersOf(sql, operations);
  return places.flatMap(({ kind, lineId }) => {
    const operation = found.get(`${kind} ${lineId}`);
    const owner = owners.get(operation?.contractId ?? '');
    if (operation === undefined || owner === undefined) return [];
    return linesOf(operation, known).map((line) => ({ ...line, ...owner }));
  });
}

async function ownersOf(
  sql: Sql,
  operations: readonly OwnedOperation[],
): Promise<ReadonlyMap<string, Owner>> {
  const ids = [...new Set(operations.map(({ contractId }) => contractId))];
  const rows = await sql.all<Owner>(
    `SELECT contract_id AS contractId, number AS contractNumber, client.name AS clientName,
      currency, zone
     FROM contract JOIN client ON client.client_id = contract.client_id
     WHERE ${sql.dialect.among('contract_id', '@ids')}`,
    { ids: JSON.stringify(ids) },
  );
  return new Map(rows.map((row) => [row.contractId, row]));
}

function newestFirst(a: FoundPlace, b: FoundPlace): number {
  return b.atMs - a.atMs || (a.lineId < b.lineId ? 1 : -1);
}

function placeFrom(cursor: string | null): typeof END | null {
  if (cursor === null) return END;
  const [, atMs, lineId] = /^(\d{1,15}):(.+)$/u.exec(cursor) ?? [];
  return atMs === undefined || lineId === undefined ? null : { atMs: Number(atMs), lineId };
}
