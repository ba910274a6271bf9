import type * as r from '#protocol/records.ts';
import type { Page, PageQuestion } from '#service/page-ports.ts';
import { searchWords } from '../fold.ts';
import {
  CARD_COLUMNS,
  cardFrom,
  CLIENT_COLUMNS,
  CONTRACT_COLUMNS,
  contractFrom,
  type ContractRow,
  PRODUCT_COLUMNS,
  STATION_COLUMNS,
  type CardRow,
} from '../rows.ts';
import type { Sql } from '../sql.ts';

interface ListSource {
  readonly columns: string;
  readonly table: string;
  readonly id: string;
  readonly join?: string;
  readonly where?: string;
}

/** Contracts of the client that asks. */
export const OF_CLIENT =
  'contract_id IN (SELECT contract_id FROM contract WHERE client_id = @clientId)';

/** One list by pages: in the order of the search text, after the row that the cursor names. */
class List<Row extends object> {
  readonly #db: Sql;
  readonly #first: string;
  readonly #next: string;

  constructor(db: Sql, { columns, table, id, join = '', where = '1 = 1' }: ListSource) {
    const found = ['@w1', '@w2', '@w3', '@w4']
      .map((word) => db.dialect.contains(`${table}.search`, word))
      .join(' AND ');
    const sql = (after: string): string => `
      SELECT ${columns} FROM ${table} ${join}
      WHERE ${after} AND ${where} AND ${found}
      ORDER BY ${table}.search, ${table}.${id} LIMIT @take`;
    this.#db = db;
    this.#first = sql('1 = 1');
    this.#next = sql(`(${table}.search, ${table}.${id}) >
      (SELECT search, ${id} FROM ${table} AS last WHERE last.${id} = @cursor)`);
  }

  async page(
    question: PageQuestion,
    idOf: (row: Row) => string,
    more: object = {},
  ): Promise<Page<Row>> {
    const { cursor, limit, search, clientId = null } = question;
    const [w1, w2, w3, w4] = searchWords(search);
    const words = { w1, w2, w3, w4 };
    const values = { ...words, cursor, clientId, take: limit + 1, ...more };
    const found = await this.#db.all<Row>(cursor === null ? this.#first : this.#next, values);
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
  /** The same for a client's own people. */
  readonly #own;

  constructor(db: Sql) {
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
    const clients = { columns: CLIENT_COLUMNS, table: 'client', id: 'client_id' };
    this.#clients = new List<r.ClientRecord>(db, clients);
    const contracts = {
      columns: CONTRACT_COLUMNS,
      table: 'contract',
      id: 'contract_id',
      join: 'JOIN client USING (client_id)',
    };
    this.#contracts = new List<ContractRow<r.ContractRecord>>(db, contracts);
    const cards = { columns: CARD_COLUMNS, table: 'card', id: 'card_id' };
    this.#cards = new List<CardRow>(db, cards);
    this.#cardsOfContract = new List<CardRow>(db, { ...cards, where: 'contract_id = @contractId' });
    const ofClient = { where: 'client.client_id = @clientId' };
    this.#own = {
      clients: new List<r.ClientRecord>(db, { ...clients, ...ofClient }),
      contracts: new List<ContractRow<r.ContractRecord>>(db, { ...contracts, ...ofClient }),
      cards: new List<CardRow>(db, { ...cards, where: `card.${OF_CLIENT}` }),
    };
  }

  stations(question: PageQuestion): Promise<Page<r.StationRecord>> {
    return this.#stations.page(question, (row) => row.stationId);
  }

  products(question: PageQuestion): Promise<Page<r.ProductRecord>> {
    return this.#products.page(question, (row) => row.productId);
  }

  clients(question: PageQuestion): Promise<Page<r.ClientRecord>> {
    const list = (question.clientId ?? null) === null ? this.#clients : this.#own.clients;
    return list.page(question, (row) => row.clientId);
  }

  async contracts(question: PageQuestion): Promise<Page<r.ContractRecord>> {
    const list = (question.clientId ?? null) === null ? this.#contracts : this.#own.contracts;
    const page = await list.page(question, (row) => row.contractId);
    return { ...page, rows: page.rows.map((row) => contractFrom<r.ContractRecord>(row)) };
  }

  async cards({
    contractId,
    ...question
  }: PageQuestion & { contractId: string | null }): Promise<Page<r.CardRecord>> {
    const ofAll = (question.clientId ?? null) === null ? this.#cards : this.#own.cards;
    const page =
      contractId === null
        ? await ofAll.page(question, (row) => row.cardId)
        : await this.#cardsOfContract.page(question, (row) => row.cardId, { contractId });
    return { rows: page.rows.map(cardFrom), nextCursor: page.nextCursor };
  }
}
