import { acceptedAt } from '#domain/station/station.ts';
import type { FeedEntity, FeedRecord, FeedRow } from '#protocol/feed.ts';
import type * as r from '#protocol/records.ts';
import type {
  ClientFeedQuestion,
  Clock,
  FeedPart,
  FeedQuestion,
  FeedStore,
} from '#service/ports.ts';
import { clientFeedPart } from './client-feed.ts';
import type { FeedSource, Moved } from './feed-source.ts';
import { WORKSTATION_RECORD_COLUMNS } from './identity/workstations.ts';
import {
  CARD_COLUMNS,
  cardFrom,
  CONTRACT_COLUMNS,
  contractFrom,
  PRICE_COLUMNS,
  PRODUCT_COLUMNS,
  STATION_COLUMNS,
  type CardRow,
  type ContractRow,
} from './rows.ts';
import type { Sql, SqlDatabase, SqlDialect } from './sql.ts';

/** Names of a card's people go only where it was sold within so long (architecture §8, scope). */
const SEEN_HERE_MS = 60 * 86_400_000;

type AnyRecord = FeedRecord<FeedEntity>;
/** A row as its table has it: of a contract the terms are still text. */
type Listed = Exclude<AnyRecord, r.ContractRecord> | ContractRow<r.ContractRecord>;

/** A row of the feed as one station gets it; `absent` when it never was in its scope. */
type Served = AnyRecord | 'gone' | 'absent';

/** Entities of which a page's rows are read by one statement. */
type ListedEntity = Exclude<FeedEntity, 'price' | 'card'>;

type ServedCardRow = CardRow & {
  readonly panHash: string;
  readonly lastAtMs: number | null;
};

/**
 * Everything that changed after a cursor, in order, each row once and in its latest state. In which
 * order is the engine's `source`.
 */
export class SqlFeedStore implements FeedStore {
  readonly #db: SqlDatabase;
  readonly #source: FeedSource;
  readonly #clock: Clock;
  readonly #statements: ReturnType<typeof statements>;

  constructor(db: SqlDatabase, source: FeedSource, clock: Clock) {
    this.#db = db;
    this.#source = source;
    this.#clock = clock;
    this.#statements = statements(db.dialect);
  }

  async feed({ stationId, limit, ...from }: FeedQuestion): Promise<FeedPart | null> {
    const cursor = numberOf(from.cursor);
    if (cursor === null) return null;
    await this.#source.prepare?.(this.#db);
    return this.#db.read(async (sql) => {
      if (cursor > (await this.#source.head(sql))) return null;
      const question = { stationId, cursor, limit };
      const moved = await this.#source.moved(sql, question);
      const served = await this.#served(sql, moved, stationId);
      const newcomers = new Set<string>();
      const rows = moved.flatMap((row): FeedRow[] => {
        const record = served(row);
        if (record === 'absent') return [];
        if (row.mayBeNew === 1 && isCard(record)) newcomers.add(record.contractId);
        const { entity, rowId } = row;
        return [{ entity, rowId, record: record === 'gone' ? null : record }];
      });
      return {
        rows: [...(await this.#contracts(sql, newcomers, stationId)), ...rows],
        cursor: String(moved.at(-1)?.seq ?? cursor),
        complete: moved.length < limit,
      };
    });
  }

  async clientFeed({ clientId, limit, ...from }: ClientFeedQuestion): Promise<FeedPart | null> {
    const cursor = numberOf(from.cursor);
    if (cursor === null) return null;
    await this.#source.prepare?.(this.#db);
    return this.#db.read(async (sql) => {
      const head = await this.#source.head(sql);
      return cursor > head ? null : clientFeedPart(sql, { clientId, cursor, limit, head });
    });
  }

  async feedHead(): Promise<string> {
    await this.#source.prepare?.(this.#db);
    return String(await this.#source.head(this.#db));
  }

  async feedCount(): Promise<number> {
    const row = await this.#db.get<{ count: number }>(`SELECT count(*) AS count FROM feed`);
    return row?.count ?? 0;
  }

  /**
   * A station gets the contracts of the cards that it accepts: a card that is new there may have
   * brought its contract into the scope, which comes before it.
   */
  async #contracts(sql: Sql, ids: ReadonlySet<string>, stationId: string): Promise<FeedRow[]> {
    if (ids.size === 0) return [];
    const asked = { ids: JSON.stringify([...ids]), ...stationValues(stationId) };
    const { statement } = this.#statements.contract;
    const found = await sql.all<ContractRow<r.ContractRecord>>(statement, asked);
    return found.map((row) => {
      const record = contractFrom<r.ContractRecord>(row);
      return { entity: 'contract', rowId: record.contractId, record };
    });
  }

  /** What the station gets of each row, read by few statements. */
  async #served(
    sql: Sql,
    moved: readonly Moved[],
    stationId: string,
  ): Promise<(row: Moved) => Served> {
    const known = new Map<string, Served>();
    for (const entity of LISTED) {
      const { statement, idOf } = this.#statements[entity];
      const ids = idsOf(moved, entity);
      if (ids === null) continue;
      const values = entity === 'contract' ? stationValues(stationId) : {};
      const records = await sql.all<Listed>(statement, { ids, ...values });
      for (const row of records) {
        known.set(`${entity} ${String(Reflect.get(row, idOf))}`, termed(row));
      }
    }
    for (const { entity, rowId } of moved) {
      if (entity !== 'price') continue;
      const price = await sql.get<r.PriceRecord>(PRICE, priceKey(rowId));
      if (price !== undefined) known.set(`price ${rowId}`, price);
    }
    const cards = await this.#cards(sql, moved, stationId);
    return (row) => {
      const { entity, rowId } = row;
      if (entity === 'card') return this.#card(cards.get(rowId), row, stationId);
      const away = entity === 'contract' && row.mayHaveIt !== 1 ? 'absent' : 'gone';
      return known.get(`${entity} ${rowId}`) ?? away;
    };
  }

  async #cards(
    sql: Sql,
    moved: readonly Moved[],
    stationId: string,
  ): Promise<ReadonlyMap<string, ServedCardRow>> {
    const ids = idsOf(moved, 'card');
    if (ids === null) return new Map();
    const rows = await sql.all<ServedCardRow>(this.#statements.card, {
      ids,
      stationId,
    });
    return new Map(rows.map((row) => [row.cardId, row]));
  }

  /** A card leaves a station with a tombstone, when the station may have it. */
  #card(row: ServedCardRow | undefined, { mayHaveIt }: Moved, stationId: string): Served {
    if (row === undefined) return 'gone';
    const { panHash, lastAtMs, ...rest } = row;
    const card = cardFrom(rest);
    if (!acceptedAt(card.stationIds, { stationId })) return mayHaveIt === 1 ? 'gone' : 'absent';
    const seenHere = lastAtMs !== null && lastAtMs > this.#clock.nowMs() - SEEN_HERE_MS;
    const people = seenHere ? {} : { holder: null, vehicle: null };
    return { ...card, ...people, panHash };
  }
}

const LISTED: readonly ListedEntity[] = [
  'station',
  'product-group',
  'product',
  'contract',
  'workstation',
];

function numberOf(cursor: string): number | null {
  return /^\d{0,15}$/u.test(cursor) ? Number(cursor) : null;
}

function isCard(served: Served): served is FeedRecord<'card'> {
  return typeof served === 'object' && 'panHash' in served;
}

/** A station as a card's list of stations, which is JSON text, would name it. */
function stationValues(stationId: string): { readonly stationText: string } {
  return { stationText: JSON.stringify(stationId) };
}

function termed(row: Listed): AnyRecord {
  return 'terms' in row ? contractFrom<r.ContractRecord>(row) : row;
}

/** Ids of the rows of one entity as a JSON list; null when there are none. */
function idsOf(moved: readonly Moved[], entity: FeedEntity): string | null {
  const ids = moved.filter((row) => row.entity === entity).map((row) => row.rowId);
  return ids.length === 0 ? null : JSON.stringify(ids);
}

function priceKey(rowId: string): {
  stationId: string;
  productId: string;
  fromMs: number;
} {
  const [, stationId = '', productId = '', fromMs = ''] = /^(.*):(.*):(\d+)$/u.exec(rowId) ?? [];
  return { stationId, productId, fromMs: Number(fromMs) };
}

const PRICE = `
  SELECT ${PRICE_COLUMNS} FROM price
  WHERE station_id = @stationId AND product_id = @productId AND from_ms = @fromMs`;

function statements(dialect: SqlDialect) {
  const among = (column: string): string => dialect.among(column, '@ids');
  return {
    station: {
      idOf: 'stationId',
      statement: `SELECT ${STATION_COLUMNS} FROM station WHERE ${among('station_id')}`,
    },
    'product-group': {
      idOf: 'groupId',
      statement: `
        SELECT group_id AS groupId, name FROM product_group WHERE ${among('group_id')}`,
    },
    product: {
      idOf: 'productId',
      statement: `SELECT ${PRODUCT_COLUMNS} FROM product WHERE ${among('product_id')}`,
    },
    contract: {
      idOf: 'contractId',
      statement: `
        SELECT ${CONTRACT_COLUMNS} FROM contract JOIN client USING (client_id)
        WHERE ${among('contract.contract_id')} AND EXISTS (
          SELECT 1 FROM card WHERE card.contract_id = contract.contract_id AND (
            card.station_ids IS NULL OR ${dialect.contains('card.station_ids', '@stationText')}))`,
    },
    workstation: {
      idOf: 'workstationId',
      statement: `
        SELECT ${WORKSTATION_RECORD_COLUMNS} FROM workstation WHERE ${among('workstation_id')}`,
    },
    card: `
      SELECT ${CARD_COLUMNS}, pan_hash AS panHash,
        (SELECT last_at_ms FROM card_visit
          WHERE card_visit.card_id = card.card_id AND card_visit.station_id = @stationId) AS lastAtMs
      FROM card WHERE ${among('card_id')}`,
  };
}
