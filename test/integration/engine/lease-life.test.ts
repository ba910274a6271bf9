import { afterAll, beforeAll, expect, it } from 'vitest';

import { endingLeases } from '#engine/lease/lease-store.ts';
import {
  limitFirstCard,
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
  await bench.sell();
  const limit = await limitFirstCard(network, { measure: 'count', amount: 20 });
  await bench.renewLeases();
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
