import type pg from 'pg';
import { assert } from '#domain/assert.ts';
import type { Card } from '#domain/card/card.ts';
import type { StateDelta } from '../../authority/state-delta.ts';
import type { SqlRow } from '../../sql/sql.ts';
import type { FeedWriter } from '../feed-writer.ts';
import { bookIntoClosings } from './closing-book.ts';
import { putsOf } from './delta-rows.ts';
import type { LoadedState } from './loaded-state.ts';
import { putStatement, type Put } from './put-rows.ts';
import { writeTrail } from './write-trail.ts';

/**
 * Writes the rows that a batch of decisions changed, all in one message. The rules are the
 * domain's, the CHECKs of the tables repeat them.
 */
export async function writeDelta(
  client: pg.ClientBase,
  delta: StateDelta,
  { before, feed }: { before: LoadedState; feed: FeedWriter },
): Promise<void> {
  const puts = putsOf(delta).filter(({ rows }) => rows.length > 0);
  await Promise.all(puts.map((one) => putRows(client, one, feed)));
  await bookIntoClosings(client, delta, before.closedBeforeMs());
  for (const card of delta.cards) {
    const rescoped = listOf(before.card(card.cardId)) !== listOf(card);
    feed.touch('card', card.cardId, { rescoped });
    // Its contract may have left the scope of a station with it.
    if (rescoped) feed.touch('contract', card.contractId, { rescoped });
  }
  for (const { contractId } of delta.contracts) feed.touch('contract', contractId);
  await writeTrail(client, delta.told);
}

async function putRows(client: pg.ClientBase, one: Put, feed: FeedWriter): Promise<void> {
  const values = [JSON.stringify(one.rows)];
  const { rows, rowCount } = await client.query<VisitRow>({ ...putStatement(one), values });
  const all = one.way === 'keep' || rowCount === one.rows.length;
  assert(all, `a ${one.table} was expected, ${rowCount} of ${one.rows.length} were found`);
  if (one.way === 'count') touchFirstVisits(one, rows, feed);
}

interface VisitRow {
  readonly card_id: string;
  readonly station_id: string;
  readonly sale_count: number;
}

/** Seen there for the first time: the station may have the names of a card's people now. */
function touchFirstVisits(visits: Put, written: readonly VisitRow[], feed: FeedWriter): void {
  const counts = new Map(visits.rows.map((row) => [visitKey(row), row['sale_count']]));
  for (const row of written) {
    if (counts.get(visitKey({ ...row })) === row.sale_count) feed.touch('card', row.card_id);
  }
}

function visitKey(row: SqlRow): string {
  return JSON.stringify([row['card_id'], row['station_id']]);
}

function listOf(card: Card | null): string {
  return JSON.stringify(card?.stationIds ?? null);
}
