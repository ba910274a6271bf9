import type * as r from '#protocol/records.ts';
import type { Page, PageQuestion } from '#service/page-ports.ts';
import { searchWords } from '#domain/text/fold.ts';
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
import type { FoundBy, SearchedTable, Sql } from '../sql.ts';
import { containsAll } from './contains-all.ts';

interface ListSource {
  readonly columns: string;
  readonly table: string;
  readonly id: string;
  readonly join?: string;
  readonly where?: string;
  /** Set where the table's words have an index. */
  readonly indexed?: SearchedTable;
}

/** Contracts of the client that asks. */
export const OF_CLIENT =
  'contract_id IN (SELECT contract_id FROM contract WHERE client_id = @clientId)';

/** One list by pages: in the order of the search text, after the row that the cursor names. */
class List<Row extends object> {
  readonly #db: Sql;
  readonly #table: string;
  readonly #indexed: SearchedTable | null;
  readonly #rows: string;
  readonly #next: string;
  readonly #id: string;

  constructor(db: Sql, source: ListSource) {
    const { columns, table, id, join = '', where = '1 = 1', indexed = null } = source;
    this.#db = db;
    this.#table = table;
    this.#indexed = indexed;
    this.#rows = `SELECT ${columns} FROM ${table} ${join} WHERE ${where}`;
    this.#next = `(${table}.search, ${table}.${id}) >
      (SELECT search, ${id} FROM ${table} AS last WHERE last.${id} = @cursor)`;
    this.#id = id;
  }

  async page(
    question: PageQuestion,
    idOf: (row: Row) => string,
    more: object = {},
  ): Promise<Page<Row>> {
    const { cursor, limit, search, clientId = null } = question;
    const words = searchWords(search);
    const by = await this.#foundBy(words);
    // Not the column itself: SQLite would walk through the whole list in its order.
    const order = by.few ? `'' || ${this.#table}.search` : `${this.#table}.search`;
    const found = await this.#db.all<Row>(
      `${this.#rows} AND ${cursor === null ? '1 = 1' : this.#next} AND ${by.where}
       ORDER BY ${order}, ${this.#table}.${this.#id} LIMIT @take`,
      { ...by.values, cursor, clientId, take: limit + 1, ...more },
    );
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return { rows, nextCursor: last === undefined ? null : idOf(last) };
  }

  async #foundBy(words: readonly string[]): Promise<FoundBy> {
    const { dialect } = this.#db;
    return this.#indexed === null
      ? containsAll(dialect, this.#table, words)
      : dialect.found(this.#db, this.#indexed, words);
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
    const clients = {
      columns: CLIENT_COLUMNS,
      table: 'client',
      indexed: 'client',
      id: 'client_id',
    } as const;
    this.#clients = new List<r.ClientRecord>(db, clients);
    const contracts = {
      columns: CONTRACT_COLUMNS,
      table: 'contract',
      indexed: 'contract',
      id: 'contract_id',
      join: 'JOIN client USING (client_id)',
    } as const;
    this.#contracts = new List<ContractRow<r.ContractRecord>>(db, contracts);
    const cards = {
      columns: CARD_COLUMNS,
      table: 'card',
      indexed: 'card',
      id: 'card_id',
    } as const;
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
