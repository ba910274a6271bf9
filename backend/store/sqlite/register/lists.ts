import type * as r from '#protocol/records.ts';
import type { Page, PageQuestion } from '#service/ports.ts';
import type { ReadableDb } from '#sqlite/open.ts';
import { searchWords } from '../fold.ts';
import {
  CARD_COLUMNS,
  cardFrom,
  CLIENT_COLUMNS,
  CONTRACT_COLUMNS,
  PRODUCT_COLUMNS,
  STATION_COLUMNS,
  type CardRow,
} from '../rows.ts';

interface ListSource {
  readonly columns: string;
  readonly table: string;
  readonly id: string;
  readonly join?: string;
  readonly where?: string;
}

/** One list by pages: in the order of the search text, after the row that the cursor names. */
class List<Row extends object> {
  readonly #first;
  readonly #next;

  constructor(db: ReadableDb, { columns, table, id, join = '', where = 'true' }: ListSource) {
    const sql = (after: string): string => `
      SELECT ${columns} FROM ${table} ${join}
      WHERE ${after} AND ${where}
        AND instr(${table}.search, @w1) AND instr(${table}.search, @w2)
        AND instr(${table}.search, @w3) AND instr(${table}.search, @w4)
      ORDER BY ${table}.search, ${table}.${id} LIMIT @take`;
    this.#first = db.prepare<object, Row>(sql('true'));
    this.#next = db.prepare<object, Row>(
      sql(`(${table}.search, ${table}.${id}) >
        (SELECT search, ${id} FROM ${table} AS last WHERE last.${id} = @cursor)`),
    );
  }

  page(question: PageQuestion, idOf: (row: Row) => string, more: object = {}): Page<Row> {
    const { cursor, limit, search } = question;
    const [w1, w2, w3, w4] = searchWords(search);
    const values = { w1, w2, w3, w4, take: limit + 1, ...more };
    const found = cursor === null ? this.#first.all(values) : this.#next.all({ ...values, cursor });
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return { rows, nextCursor: last === undefined ? null : idOf(last) };
  }
}

/**
 * Every register as a list that people search and leaf through. A cursor is the id of the last
 * row they have.
 */
export class Lists {
  readonly #stations;
  readonly #products;
  readonly #clients;
  readonly #contracts;
  readonly #cards;
  readonly #cardsOfContract;

  constructor(db: ReadableDb) {
    this.#stations = new List<r.StationRecord>(db, {
      columns: STATION_COLUMNS,
      table: 'station',
      id: 'station_id',
    });
    this.#products = new List<r.ProductRecord>(db, {
      columns: PRODUCT_COLUMNS,
      table: 'product',
      id: 'product_id',
    });
    this.#clients = new List<r.ClientRecord>(db, {
      columns: CLIENT_COLUMNS,
      table: 'client',
      id: 'client_id',
    });
    this.#contracts = new List<r.ContractRecord>(db, {
      columns: CONTRACT_COLUMNS,
      table: 'contract',
      id: 'contract_id',
      join: 'JOIN client USING (client_id)',
    });
    const cards = { columns: CARD_COLUMNS, table: 'card', id: 'card_id' };
    this.#cards = new List<CardRow>(db, cards);
    this.#cardsOfContract = new List<CardRow>(db, { ...cards, where: 'contract_id = @contractId' });
  }

  stations(question: PageQuestion): Page<r.StationRecord> {
    return this.#stations.page(question, (row) => row.stationId);
  }

  products(question: PageQuestion): Page<r.ProductRecord> {
    return this.#products.page(question, (row) => row.productId);
  }

  clients(question: PageQuestion): Page<r.ClientRecord> {
    return this.#clients.page(question, (row) => row.clientId);
  }

  contracts(question: PageQuestion): Page<r.ContractRecord> {
    return this.#contracts.page(question, (row) => row.contractId);
  }

  cards({
    contractId,
    ...question
  }: PageQuestion & { contractId: string | null }): Page<r.CardRecord> {
    const page =
      contractId === null
        ? this.#cards.page(question, (row) => row.cardId)
        : this.#cardsOfContract.page(question, (row) => row.cardId, { contractId });
    return { rows: page.rows.map(cardFrom), nextCursor: page.nextCursor };
  }
}
