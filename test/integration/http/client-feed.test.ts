import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeedRow } from '#protocol/feed.ts';
import type { RouteId } from '#protocol/routes.ts';
import { call, callRaw, outcomeOf, type TestAnswer } from '#test/support/backend/http-client.ts';
import {
  FOREIGN,
  foreignIds,
  importForeignCard,
  loadHidden,
  startTwoClients,
  type TwoClients,
} from '#test/support/backend/two-clients.ts';
import { signIn } from '#test/support/backend/small-network.ts';

/** So many rows that who begins is no more led through all of them. */
const HIDDEN_CARDS = 2_100;

let network: TwoClients;
beforeAll(async () => {
  network = await startTwoClients();
  await loadHidden(network, HIDDEN_CARDS);
}, 240_000);
afterAll(() => network.backend.stop());

const asRepresentative = (routeId: RouteId, input: object): Promise<TestAnswer> =>
  callRaw(network.url, routeId, input, { session: network.representative });

async function clientFeed(
  session: string,
  from = '',
): Promise<{ rows: FeedRow[]; cursor: string }> {
  const rows: FeedRow[] = [];
  let cursor = from;
  for (;;) {
    const page = await call(network.url, 'feed.client', { cursor, limit: 1 }, { session });
    rows.push(...page.rows);
    cursor = page.cursor;
    if (page.complete) return { rows, cursor };
  }
}

describe('the feed of a client', () => {
  it('brings his contracts and cards with their people, and no row of another', async () => {
    const { rows } = await clientFeed(network.representative);
    expect(rows.map(({ entity, rowId }) => `${entity} ${rowId}`).toSorted()).toEqual([
      'card card-1',
      'card card-2',
      'contract client-1',
    ]);
    expect(JSON.stringify(rows)).not.toContain(FOREIGN);
    expect(JSON.stringify(rows)).not.toContain('panHash');
  });

  it('a card that came is told, one that went is told as gone, and then never again', async () => {
    const begin = await clientFeed(network.representative);
    await importForeignCard(network, 'client-1');
    const came = await clientFeed(network.representative, begin.cursor);
    expect(came.rows.find(({ entity }) => entity === 'card')?.record).toMatchObject({
      cardId: foreignIds.cardId,
      holder: `${FOREIGN}holder`,
    });
    await importForeignCard(network, foreignIds.clientId);
    const went = await clientFeed(network.representative, came.cursor);
    const gone = went.rows.filter(({ rowId }) => rowId === foreignIds.cardId);
    expect(gone).toEqual([{ entity: 'card', rowId: foreignIds.cardId, record: null }]);
    // Who begins is far behind the head, and is told the same.
    const anew = await clientFeed(network.representative);
    expect(anew.rows).toEqual(expect.arrayContaining(gone));
    expect(JSON.stringify(anew.rows)).not.toContain(`${FOREIGN}holder`);
    expect(anew.cursor).toBe(went.cursor);
    const { status } = await asRepresentative('card.get', { cardId: foreignIds.cardId });
    expect(status).toBe(404);
  });

  it('begins anew for whoever becomes another client’s, and is none for whoever is nobody’s', async () => {
    const { url, administrator, representativeId: userId } = network;
    let { representative } = network;
    // A move signs him out, so he comes in anew.
    const become = async (clientId: string | null): Promise<void> => {
      const asked = { commandId: uuid(), userId, clientId };
      await call(url, 'user.set-client', asked, { session: administrator });
      representative = await signIn(url, 'rep');
    };
    const ask = (routeId: RouteId, input: object): Promise<TestAnswer> =>
      callRaw(url, routeId, input, { session: representative });
    const pull = (clientId: string): Promise<TestAnswer> =>
      ask('feed.client', { clientId, cursor: '1' });
    await become('client-2');
    expect(outcomeOf(await pull('client-1'))).toBe('400 CURSOR_INVALID');
    const { rows } = await clientFeed(representative);
    expect(rows.map(({ rowId }) => rowId).toSorted()).toEqual(['card-3', 'client-2']);
    expect((await ask('card.get', { cardId: 'card-1' })).status).toBe(404);
    await become(null);
    expect(outcomeOf(await pull('client-2'))).toBe('404 NOT_FOUND');
    expect((await ask('card.list', {})).body).toMatchObject({ rows: [] });
    expect((await ask('card.get', { cardId: 'card-3' })).status).toBe(404);
    await become('client-1');
  });
});
