import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { liveLeases } from '#engine/lease/lease-store.ts';
import type { Recall } from '#engine/lease/recall.ts';
import { makeAxios } from '#engine/sync/http-client.ts';
import { readLive } from '#engine/sync/live.ts';
import {
  limitFirstCard,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { EngineBench, silentLog } from '#test/support/engine/engine-bench.ts';

const DAY_LIMIT_ML = 40_000;

let network: SmallNetwork;
let a: EngineBench;
let b: EngineBench;
let stopListening: AbortController;
let listening: Promise<void>;
const recalls: Recall[] = [];

/** What the runner does with the live stream of a workstation. */
async function listen(bench: EngineBench): Promise<void> {
  const axios = makeAxios({ baseUrl: network.url, proxyUrl: null, caPem: null, appVersion: '1' });
  const bearer = await bench.engine.core.link.bearer();
  if (!bearer.ok) throw new Error(bearer.code);
  stopListening = new AbortController();
  await new Promise<void>((heard) => {
    listening = readLive(axios, {
      bearer: bearer.value,
      signal: stopListening.signal,
      log: silentLog,
      tell(event) {
        heard();
        if (event.kind !== 'lease-recall') return;
        recalls.push(event);
        void bench.engine.recall(event);
      },
    });
  });
}

beforeEach(async () => {
  recalls.length = 0;
  network = await startSmallNetwork();
  await limitFirstCard(network, { measure: 'volume', amount: DAY_LIMIT_ML });
  a = await EngineBench.start(network);
  b = await EngineBench.start(network);
  // The first fill makes A the card's home; what is left of the day lies there afterwards.
  await a.sell();
  network.backend.clock.pass(6 * 60_000);
  await a.find();
  await a.syncOk();
  await b.syncOk();
  expect(leftAt(a)).toBe(28_000);
});
afterEach(async () => {
  stopListening?.abort();
  await listening;
  a.dispose();
  b.dispose();
  await network.backend.stop();
});

/** What a desk may still sell of today's limit without asking. */
function leftAt(bench: EngineBench): number {
  const nowMs = network.backend.clock.nowMs();
  return liveLeases(bench.engine.core.journal.db)
    .filter(({ measure, validFromMs }) => measure === 'volume' && validFromMs <= nowMs)
    .reduce((sum, lease) => sum + lease.left, 0);
}

describe('a card whose capacity lies in leases at another station', () => {
  it('is sold here: the other workstation gives back what is missing, and no more', async () => {
    await listen(a);
    // 30 litres of the day are not sold yet, 28 of them lie at A.
    const asked = b.question({ ask: { by: 'volume', volumeMl: 12_000 } });
    const { sale } = await b.ok('sale:authorize', asked);
    expect(sale).toMatchObject({ mode: 'online', state: 'held', holdVolumeMl: 12_000 });
    expect(recalls).toMatchObject([{ kind: 'lease-recall', quantity: 10_000 }]);
    expect(leftAt(a)).toBe(18_000);
    // And A sells from the rest, with the link down.
    await a.cut();
    const own = await a.ok('sale:authorize', a.question());
    expect(own.sale.mode).toBe('offline');
  });

  it('is sold here also where two of its limits lie there, each called back for itself', async () => {
    // Thirty litres' worth a day; most of it lies at A after the next grant.
    await limitFirstCard(network, { measure: 'money', amount: 180_000 });
    await a.renewLeases();
    await listen(a);
    const asked = b.question({ ask: { by: 'volume', volumeMl: 12_000 } });
    const { sale } = await b.ok('sale:authorize', asked);
    expect(sale).toMatchObject({ mode: 'online', state: 'held', holdVolumeMl: 12_000 });
    expect(new Set(recalls.map(({ allowanceKey }) => allowanceKey)).size).toBe(2);
  });

  it('does not take away what is being filled there', async () => {
    await a.cut();
    const own = a.question({ ask: { by: 'volume', volumeMl: 25_000 } });
    const { sale: atA } = await a.ok('sale:authorize', own);
    expect(atA.mode).toBe('offline');
    await a.mend();
    await listen(a);
    const tooMuch = b.question({ ask: { by: 'volume', volumeMl: 12_000 } });
    const refusal = await b.refused('sale:authorize', tooMuch);
    expect(refusal).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    const { sale: captured } = await a.ok('sale:capture', {
      saleId: atA.saleId,
      volumeMl: 25_000,
    });
    expect(captured.state).toBe('captured');
    await a.syncOk();
    expect(a.engine.syncState().attention).toEqual([]);
  });

  it('is refused within a second when that workstation does not listen, and the refusal says why', async () => {
    const asked = b.question({ ask: { by: 'volume', volumeMl: 12_000 } });
    const refusal = await b.refused('sale:authorize', asked);
    expect(refusal).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      params: { largestVolumeMl: 2_000, leasedMl: 28_000 },
    });
    expect(recalls).toEqual([]);
    expect(leftAt(a)).toBe(28_000);
  });

  it('is not recalled for a fill that no recall could make possible', async () => {
    await listen(a);
    const asked = b.question({ ask: { by: 'volume', volumeMl: 31_000 } });
    expect((await b.refused('sale:authorize', asked)).code).toBe('LIMIT_EXCEEDED');
    expect(recalls).toEqual([]);
    expect(leftAt(a)).toBe(28_000);
  });

  it('gives its lease back once, however often it is called back', async () => {
    const [lease] = liveLeases(a.engine.core.journal.db).filter(({ measure, left }) => {
      return measure === 'volume' && left === 28_000;
    });
    const recall = { kind: 'lease-recall', allowanceKey: lease?.allowanceKey ?? '' } as const;
    expect(await a.engine.recall({ ...recall, quantity: 28_000 })).toMatchObject({
      value: { given: 28_000 },
    });
    expect(await a.engine.recall({ ...recall, quantity: 28_000 })).toMatchObject({
      value: { given: 0 },
    });
    const asked = b.question({ ask: { by: 'volume', volumeMl: 30_000 } });
    const { sale } = await b.ok('sale:authorize', asked);
    expect(sale.state).toBe('held');
  });
});
