import type { FeedRow } from '#protocol/feed.ts';
import type { ContractRecord } from '#protocol/records.ts';
import type { FeedPart } from '#service/ports.ts';
import {
  CARD_COLUMNS,
  cardFrom,
  CONTRACT_COLUMNS,
  contractFrom,
  type CardRow,
  type ContractRow,
} from './rows.ts';
import type { Sql } from './sql.ts';

export interface ClientFeedPlace {
  readonly clientId: string;
  readonly cursor: number;
  readonly limit: number;
  /** Where the newest row of the feed stands. */
  readonly head: number;
}

interface Moved {
  readonly seq: number;
  readonly entity: 'contract' | 'card';
  readonly rowId: string;
}

const OWN_CONTRACTS = `SELECT contract_id FROM contract WHERE client_id = @clientId`;

/**
 * Whoever stands no further from the head is given what moved, row by row. For one who begins, or
 * was away for long, that would be the whole network's feed: his own rows are looked up instead.
 */
const NEAR_ROWS = 2_000;

/**
 * A card that went to another client is told to the one who had it, as gone, and to nobody else.
 */
const MOVED_NEAR = `
  SELECT seq, entity, row_id AS rowId FROM feed
  WHERE seq > @cursor AND (
    (entity = 'contract' AND row_id IN (${OWN_CONTRACTS}))
    OR (entity = 'card' AND (
      row_id IN (SELECT card_id FROM card WHERE contract_id IN (${OWN_CONTRACTS}))
      OR row_id IN (SELECT card_id FROM card_left WHERE client_id = @clientId))))
  ORDER BY seq LIMIT @limit`;

/** The same rows, found by whose they are; by CROSS SQLite reads the client's own first. */
export const MOVED_FAR = `
  SELECT feed.seq, feed.entity, feed.row_id AS rowId FROM (
    SELECT 'contract' AS entity, contract_id AS row_id FROM contract WHERE client_id = @clientId
    UNION
    SELECT 'card', card_id FROM card WHERE contract_id IN (${OWN_CONTRACTS})
    UNION
    SELECT 'card', card_id FROM card_left WHERE client_id = @clientId
  ) AS own CROSS JOIN feed
  WHERE feed.entity = own.entity AND feed.row_id = own.row_id AND feed.seq > @cursor
  ORDER BY feed.seq LIMIT @limit`;

/**
 * What changed after the cursor of one client's contracts and cards, each row once and in its
 * latest state, with holder and vehicle: they are his own (architecture §8, scope). The number's
 * hash stays here: nobody sells by this feed.
 */
export async function clientFeedPart(sql: Sql, place: ClientFeedPlace): Promise<FeedPart> {
  const { clientId, cursor, limit, head } = place;
  const statement = head - cursor > NEAR_ROWS ? MOVED_FAR : MOVED_NEAR;
  const moved = await sql.all<Moved>(statement, { clientId, cursor, limit });
  const records = await ownRecords(sql, clientId, moved);
  const rows = moved.map(({ entity, rowId }): FeedRow => {
    return { entity, rowId, record: records.get(`${entity} ${rowId}`) ?? null };
  });
  const complete = moved.length < limit;
  return { rows, cursor: String(complete ? head : (moved.at(-1)?.seq ?? cursor)), complete };
}

async function ownRecords(
  sql: Sql,
  clientId: string,
  moved: readonly Moved[],
): Promise<ReadonlyMap<string, object>> {
  const idsOf = (entity: Moved['entity']): string =>
    JSON.stringify(moved.filter((row) => row.entity === entity).map(({ rowId }) => rowId));
  const contracts = await sql.all<ContractRow<ContractRecord>>(
    `SELECT ${CONTRACT_COLUMNS} FROM contract JOIN client USING (client_id)
     WHERE client.client_id = @clientId AND ${sql.dialect.among('contract.contract_id', '@ids')}`,
    { clientId, ids: idsOf('contract') },
  );
  const cards = await sql.all<CardRow>(
    `SELECT ${CARD_COLUMNS} FROM card
     WHERE contract_id IN (${OWN_CONTRACTS}) AND ${sql.dialect.among('card_id', '@ids')}`,
    { clientId, ids: idsOf('card') },
  );
  return new Map<string, object>([
    ...contracts.map((row) => [`contract ${row.contractId}`, contractFrom(row)] as const),
    ...cards.map((row) => [`card ${row.cardId}`, cardFrom(row)] as const),
  ]);
}
