import type pg from 'pg';
import { assert } from '#domain/assert.ts';
import type { Card } from '#domain/card/card.ts';
import type { StateDelta } from '../../authority/state-delta.ts';
import type { SqlRow } from '../../sql/sql.ts';
import type { FeedWriter } from '../feed-writer.ts';
import { bookIntoClosings } from './closing-book.ts';
import { putsOf } from './delta-rows.ts';
import type { LoadedState } from './loaded-state.ts';
import { writeStatement, type Put } from './put-rows.ts';

/**
 * Writes the rows that a batch of decisions changed by one statement. The rules are the domain's,
 * the CHECKs of the tables repeat them.
 */
export async function writeDelta(
  client: pg.ClientBase,
  delta: StateDelta,
  { before, feed }: { before: LoadedState; feed: FeedWriter },
): Promise<void> {
  const puts = putsOf(delta).filter(({ rows }) => rows.length > 0);
  const written = puts.length === 0 ? {} : await writtenRows(client, puts);
  for (const [index, one] of puts.entries()) {
    const rows = written[`put_${index}`] ?? [];
    const all = one.way === 'keep' || rows.length === one.rows.length;
    assert(all, `a ${one.table} was expected, ${rows.length} of ${one.rows.length} were found`);
    if (one.way === 'count') touchFirstVisits(one, rows, feed);
  }
  await bookIntoClosings(client, delta, before.closedBeforeMs());
  for (const card of delta.cards) {
    const rescoped = listOf(before.card(card.cardId)) !== listOf(card);
    feed.touch('card', card.cardId, { rescoped });
    // Its contract may have left the scope of a station with it.
    if (rescoped) feed.touch('contract', card.contractId, { rescoped });
  }
  for (const { contractId } of delta.contracts) feed.touch('contract', contractId);
}

type Written = Readonly<Record<string, readonly (readonly (string | number)[])[]>>;

async function writtenRows(client: pg.ClientBase, puts: readonly Put[]): Promise<Written> {
  const { name, text } = writeStatement(puts);
  const values = puts.map(({ rows }) => JSON.stringify(rows));
  const { rows } = await client.query<Written>({ name, text, values });
  return rows[0] ?? {};
}

/** Seen there for the first time: the station may have the names of a card's people now. */
function touchFirstVisits(visits: Put, written: Written[string], feed: FeedWriter): void {
  const counts = new Map(visits.rows.map((row) => [visitKey(row), row['sale_count']]));
  for (const [cardId = '', stationId = '', saleCount] of written) {
    const isFirst = counts.get(visitKey({ card_id: cardId, station_id: stationId })) === saleCount;
    if (isFirst) feed.touch('card', String(cardId));
  }
}

function visitKey(row: SqlRow): string {
  return JSON.stringify([row['card_id'], row['station_id']]);
}

function listOf(card: Card | null): string {
  return JSON.stringify(card?.stationIds ?? null);
}
