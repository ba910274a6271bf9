import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { offlineTermMs, STAFF_OFFLINE_DAYS } from '#domain/identity/offline-term.ts';
import { call } from '#test/support/backend/http-client.ts';
import { PASSWORD } from '#test/support/backend/small-network.ts';
import {
  FOREIGN,
  foreignIds,
  importForeignCard,
  startTwoClients,
  type TwoClients,
} from '#test/support/backend/two-clients.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

const STAFF_OFFLINE_MS = offlineTermMs(STAFF_OFFLINE_DAYS);

let network: TwoClients;
let bench: EngineBench;
beforeAll(async () => {
  network = await startTwoClients();
});
afterAll(() => network.backend.stop());
beforeEach(async () => {
  bench = await EngineBench.start(network);
});
afterEach(() => bench.dispose());

const DAYS = { fromDate: '2026-11-01', toDate: '2026-11-30' };

const setClient = (clientId: string | null): Promise<unknown> => {
  const asked = { commandId: uuid(), userId: network.representativeId, clientId };
  return call(network.url, 'user.set-client', asked, { session: network.administrator });
};

/** Everything that the cache keeps for clients' people. */
const kept = (): string =>
  JSON.stringify(bench.engine.core.cache.db.prepare('SELECT * FROM client_record').all());

/** The till sells to both clients and reads a statement of the other; then the line is cut. */
async function sellToBoth(): Promise<string> {
  const foreign = bench.question({ cardId: foreignIds.cardId });
  for (const question of [foreign, bench.question({ pumpNumber: 2 })]) {
    await bench.ok('sale:authorize', question);
    await bench.ok('sale:capture', { saleId: question.saleId, volumeMl: 5_000 });
  }
  await bench.ok('statement:get', {
    subjectKind: 'card',
    subjectId: foreignIds.cardId,
    ...DAYS,
  });
  return foreign.saleId;
}

/** A litre with the card that belongs now to one client, now to the other. */
async function sellOne(): Promise<string> {
  const ask = { by: 'volume', volumeMl: 1_000 } as const;
  const { saleId } = await bench.sell({ cardId: foreignIds.cardId, ask }, 1_000);
  return saleId;
}

describe('a client’s person at a workstation without the link', () => {
  it('[G10] sees his client’s cards with their people and nothing of the station’s others', async () => {
    const foreignSale = await sellToBoth();
    await bench.signIn('rep', PASSWORD);
    await bench.cut();
    const cards = await bench.ok('card:list', {});
    expect(cards.rows.map(({ cardId }) => cardId)).toEqual(['card-1', 'card-2']);
    const contracts = await bench.ok('contract:list', {});
    expect(contracts.rows.map(({ contractId }) => contractId)).toEqual(['client-1']);
    expect((await bench.ok('card:list', { search: FOREIGN })).rows).toEqual([]);
    const { fills } = await bench.ok('sale:recent', { limit: 50 });
    expect(fills.map(({ sale }) => sale.cardId)).toEqual(['card-1']);
    expect((await bench.ok('card:get', { cardId: 'card-1' })).card.cardId).toBe('card-1');

    const { cardId } = foreignIds;
    expect((await bench.refused('card:get', { cardId })).code).toBe('CARD_NOT_FOUND');
    const block = { cardId, reason: 'client' } as const;
    expect((await bench.refused('card:block', block)).code).toBe('CARD_NOT_FOUND');
    const slip = await bench.refused('sale:slip', { saleId: foreignSale });
    expect(slip.code).toBe('HOLD_NOT_FOUND');
    const statement = { subjectKind: 'card', subjectId: cardId, ...DAYS } as const;
    expect((await bench.refused('statement:get', statement)).code).toBe('NOT_CACHED');
    const ask = { by: 'volume', volumeMl: 1_000 } as const;
    const { stationId } = bench.engine.core.identity;
    const preview = { cardId, stationId, productId: 'dt', ask };
    expect((await bench.refused('sale:preview', preview)).code).toBe('CARD_NOT_FOUND');
  });

  it('sees them also behind a cache that was built anew while somebody else was at the desk', async () => {
    await bench.signIn('rep', PASSWORD);
    await bench.signIn('till', PASSWORD);
    const before = kept();
    expect(before).toContain('card-1');
    bench.engine.core.cache.db.prepare(`UPDATE feed_state SET cursor = '1000000'`).run();
    await bench.syncOk();
    expect(kept()).toBe(before);
    await bench.cut();
    await bench.signIn('rep', PASSWORD);
    const cards = await bench.ok('card:list', {});
    expect(cards.rows.map(({ cardId }) => cardId)).toEqual(['card-1', 'card-2']);
  });

  it('has a card no longer that went to another client', async () => {
    await importForeignCard(network, 'client-1');
    await bench.signIn('rep', PASSWORD);
    expect(kept()).toContain(`${FOREIGN}holder`);
    await importForeignCard(network, foreignIds.clientId);
    await bench.syncOk();
    expect(kept()).not.toContain(FOREIGN);
  });

  it('[G10] sees of a card that came from another client no fill of before', async () => {
    const foreignSale = await sellOne();
    await bench.syncOk();
    await importForeignCard(network, 'client-1');
    await bench.syncOk();
    const ownSale = await sellOne();
    await bench.syncOk();
    const card = { subjectKind: 'card', subjectId: foreignIds.cardId, ...DAYS } as const;
    const ofNetwork = await bench.ok('statement:get', card);
    expect(ofNetwork.totals.saleCount).toBeGreaterThan(1);
    await bench.signIn('rep', PASSWORD);
    await bench.cut();
    // What the network's people read here is of all clients.
    expect((await bench.refused('statement:get', card)).code).toBe('NOT_CACHED');
    await bench.mend();
    const online = await bench.ok('statement:get', card);
    await bench.cut();
    const local = await bench.ok('statement:get', card);
    for (const { lines, totals } of [online, local]) {
      expect(lines.map(({ lineId }) => lineId)).toEqual([ownSale]);
      expect(totals).toMatchObject({ saleCount: 1, volumeMl: 1_000 });
    }
    const { fills } = await bench.ok('sale:recent', { limit: 50 });
    expect(fills.map(({ sale }) => sale.saleId)).not.toContain(foreignSale);
    const slip = await bench.refused('sale:slip', { saleId: foreignSale });
    expect(slip.code).toBe('HOLD_NOT_FOUND');
    await importForeignCard(network, foreignIds.clientId);
  });

  it('nothing of his client stays when he is another’s, or nobody’s, or his term is over', async () => {
    await bench.signIn('rep', PASSWORD);
    expect(kept()).toContain('card-1');
    await setClient('client-2');
    await bench.signIn('rep', PASSWORD);
    expect(kept()).toContain('card-3');
    expect(kept()).not.toContain('card-1');
    await setClient(null);
    await bench.syncOk();
    expect(kept()).toBe('[]');
    await setClient('client-1');
    await bench.signIn('rep', PASSWORD);
    expect(kept()).toContain('card-1');
    await bench.cut();
    network.backend.clock.pass(STAFF_OFFLINE_MS + 1);
    await bench.restart();
    expect(kept()).toBe('[]');
  });
});

describe('a card that leaves its station', () => {
  it('takes with it what was read about it here', async () => {
    await sellToBoth();
    await bench.find(0);
    const { cardId } = foreignIds;
    const { db } = bench.engine.core.cache;
    const told = (): string =>
      JSON.stringify([
        db.prepare('SELECT * FROM record').all(),
        db.prepare('SELECT * FROM card_seen').all(),
        db.prepare('SELECT * FROM statement').all(),
      ]);
    expect(told()).toContain(cardId);
    await moveAway(cardId);
    await bench.syncOk();
    expect(told()).not.toContain(`"${cardId}"`);
    expect(told()).not.toContain(`card ${cardId} `);
  });
});

/** Takes the card from every station but one, as the authority would. */
async function moveAway(cardId: string): Promise<void> {
  const command = {
    kind: 'card.block',
    commandId: uuid(),
    atMs: network.backend.clock.nowMs(),
    workstationId: null,
    cardId,
    reason: 'client',
  } as const;
  await network.backend.service.stores.deciding.commitBatch(
    [{ command, digest: '', line: null }],
    (_command, facts) => {
      if (facts.card === null) throw new Error('no card');
      const change = {
        kind: 'card.put',
        card: { ...facts.card, stationIds: ['elsewhere'] },
      } as const;
      return { outcome: { ok: true, value: { kind: 'done' } }, changes: [change] };
    },
  );
}
