import { afterAll, beforeAll, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import { endingLeases } from '#engine/lease/lease-store.ts';
import { call } from '#test/support/backend/http-client.ts';
import {
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

const DAY_MS = 24 * 3_600_000;

let network: SmallNetwork;
let bench: EngineBench;
beforeAll(async () => {
  network = await startSmallNetwork();
  bench = await EngineBench.start(network);
});
afterAll(async () => {
  bench.dispose();
  await network.backend.stop();
});

it('leases of a window that is over are laid down, and no later round looks at them again', async () => {
  // A card is leased to the station where it is sold.
  const { sale } = await bench.ok('sale:authorize', bench.question());
  await bench.ok('sale:capture', { saleId: sale.saleId, volumeMl: 10_000 });
  const session = await signIn(network.url, 'curator');
  const limit = {
    ...PLAIN_TERMS,
    limitId: uuid(),
    subjectKind: 'card',
    subjectId: 'card-1',
    scopeKind: 'all',
    scopeId: null,
    measure: 'count',
    amount: 20,
    period: 'day',
  } as const;
  await call(network.url, 'limit.set', { commandId: uuid(), limit }, { session });
  network.backend.clock.pass(6 * 60_000);
  await bench.find();
  await bench.syncOk();
  const ofLimit = (byMs: number) =>
    endingLeases(bench.engine.core.journal.db, byMs).filter(({ allowanceKey }) =>
      allowanceKey.startsWith(`limit/${limit.limitId}/`),
    );
  const endOfTodaysMs = bench.clock.nowMs() + 2 * DAY_MS;
  expect(ofLimit(endOfTodaysMs)).not.toEqual([]);
  network.backend.clock.pass(4 * DAY_MS);
  await bench.syncOk();
  expect(ofLimit(endOfTodaysMs)).toEqual([]);
});
