import { expect, it } from 'vitest';

import { endingLeases } from '#engine/lease/lease-store.ts';
import { limitFirstCard } from '#test/support/backend/small-network.ts';
import { deskPerFile } from '#test/support/engine/desks.ts';

const DAY_MS = 24 * 3_600_000;

const desk = deskPerFile();

it('leases of a window that is over are laid down, and no later round looks at them again', async () => {
  // A card is leased to the station where it is sold.
  await desk.bench.sell();
  const limit = await limitFirstCard(desk.network, { measure: 'count', amount: 20 });
  await desk.bench.renewLeases();
  const ofLimit = (byMs: number) =>
    endingLeases(desk.bench.engine.core.journal.db, byMs).filter(({ allowanceKey }) =>
      allowanceKey.startsWith(`limit/${limit.limitId}/`),
    );
  const endOfTodaysMs = desk.bench.clock.nowMs() + 2 * DAY_MS;
  expect(ofLimit(endOfTodaysMs)).not.toEqual([]);
  desk.network.backend.clock.pass(4 * DAY_MS);
  await desk.bench.syncOk();
  expect(ofLimit(endOfTodaysMs)).toEqual([]);
});
