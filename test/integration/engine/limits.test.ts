import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_RULES, type PurchaseRules } from '#domain/card/purchase-rules.ts';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import type { LimitRecord } from '#protocol/records.ts';
import { call } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

let network: SmallNetwork;
let bench: EngineBench;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());
beforeEach(async () => {
  bench = await EngineBench.start(network);
  // A card's home is where it was sold: only there may it be sold without the link.
  const first = await bench.ok('sale:authorize', bench.question({ cardId }));
  await bench.ok('sale:capture', { saleId: first.sale.saleId, volumeMl: 10_000 });
  await bench.syncOk();
});
afterEach(() => {
  expect(bench.engine.core.journal.verify()).toBeNull();
  bench.dispose();
});

const cardId = 'card-3';
const office = () => ({ session: network.manager });
const ofCard = (volumeMl: number) =>
  bench.question({ cardId, ask: { by: 'volume', volumeMl } as const });

async function withLimit(patch: Partial<LimitRecord>, work: () => Promise<void>): Promise<void> {
  const limit: LimitRecord = {
    ...PLAIN_TERMS,
    limitId: uuid(),
    subjectKind: 'card',
    subjectId: cardId,
    scopeKind: 'all',
    scopeId: null,
    measure: 'volume',
    amount: 100_000,
    period: 'once',
    ...patch,
  };
  await call(network.url, 'limit.set', { commandId: uuid(), limit }, office());
  // A new limit needs a lease, and leases are asked for again after a while.
  network.backend.clock.pass(6 * 60_000);
  await bench.find(2);
  await bench.syncOk();
  await bench.cut();
  await work().finally(async () => {
    await bench.mend();
    const { limitId } = limit;
    await call(network.url, 'limit.remove', { commandId: uuid(), limitId }, office());
  });
}

async function setRules(rules: Partial<PurchaseRules>): Promise<void> {
  const owned = { ownerKind: 'card', ownerId: cardId, rules: { ...NO_RULES, ...rules } } as const;
  await call(network.url, 'rules.set', { commandId: uuid(), owned }, office());
}

describe('without the link', () => {
  it('[X-28] a purchase can be tried, answered from the leases and without taking any', async () => {
    await withLimit({}, async () => {
      const { stationId } = network;
      const tried = (volumeMl: number) => {
        const ask = { by: 'volume', volumeMl } as const;
        return bench.ok('sale:preview', { cardId, stationId, productId: 'ai-95', ask });
      };
      const small = await tried(1000);
      expect(small).toMatchObject({ passes: true, given: { volumeMl: 1000 } });
      const most = small.largest?.volumeMl ?? 0;
      expect(await tried(most)).toMatchObject({ passes: true });
      expect(await tried(most + 1)).toMatchObject({ passes: false, code: 'LEASE_EXCEEDED' });
      expect((await tried(1000)).remainders).toEqual(small.remainders);
      const held = await bench.ok('sale:authorize', ofCard(most));
      expect(held.sale).toMatchObject({ mode: 'offline', holdVolumeMl: most });
      await bench.ok('sale:reverse', { saleId: held.sale.saleId });
    });
  });

  it('[X-28] what other stations have is asked of the backend alone', async () => {
    await bench.cut();
    const ask = { by: 'full' } as const;
    const elsewhere = { cardId, stationId: 'elsewhere', productId: 'ai-95', ask };
    expect((await bench.refused('sale:preview', elsewhere)).code).toBe('ONLINE_REQUIRED');
    await bench.mend();
  });

  it('[X-15] a limit that only alerts passes here too, and the excess is named', async () => {
    let saleId = '';
    await withLimit({ action: 'alert', amount: 1000 }, async () => {
      const held = await bench.ok('sale:authorize', ofCard(3000));
      expect(held.sale).toMatchObject({ mode: 'offline', holdVolumeMl: 3000 });
      const alert = { subjectKind: 'card', measure: 'volume', amount: 1000 };
      expect(held.sale.alerts).toMatchObject([alert]);
      await bench.ok('sale:capture', { saleId: held.sale.saleId, volumeMl: 3000 });
      saleId = held.sale.saleId;
    });
    const found = await bench.ok('operation:search', { only: 'alerted', limit: 10 });
    expect(found.rows.filter(({ lineId }) => lineId === saleId)).toMatchObject([
      { alerts: [{ measure: 'volume', amount: 1000, above: 2000 }] },
    ]);
    expect(bench.engine.syncState()).toMatchObject({ queueLength: 0, attention: [] });
    expect(network.backend.verify()).toMatchObject({ ok: true });
  });

  it('[X-17, X-16] rules that came with the leases hold', async () => {
    await setRules({ pauseMs: 3_600_000, tankCapacityMl: 20_000 });
    await withLimit({}, async () => {
      expect((await bench.refused('sale:authorize', ofCard(1000))).code).toBe('PAUSE_NOT_OVER');
    });
    await setRules({ tankCapacityMl: 20_000 });
    await withLimit({}, async () => {
      const refusal = await bench.refused('sale:authorize', ofCard(20_001));
      expect(refusal).toMatchObject({
        code: 'TANK_CAPACITY_EXCEEDED',
        params: { largestVolumeMl: 20_000, owner: 'card' },
      });
    });
    await setRules({});
  });

  it('[X-14] the largest fill that the leases cover is taken where that was asked for', async () => {
    await withLimit({ amount: 10_000 }, async () => {
      const ask = { by: 'volume', volumeMl: 50_000, partial: true } as const;
      const held = await bench.ok('sale:authorize', bench.question({ cardId, ask }));
      expect(held.sale.holdVolumeMl).toBeLessThanOrEqual(10_000);
      expect(held.sale.mode).toBe('offline');
      await bench.ok('sale:reverse', { saleId: held.sale.saleId });
    });
  });
});
