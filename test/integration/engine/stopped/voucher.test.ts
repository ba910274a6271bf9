import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { call } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

const TALON = 'voucher/talon-1';

let network: SmallNetwork;
let bench: EngineBench;
beforeEach(async () => {
  network = await startSmallNetwork();
  bench = await EngineBench.start(network);
});
afterEach(async () => {
  bench.dispose();
  await network.backend.stop();
});

it('[I5] a voucher that was reported stolen is not taken at the desk that has it in reserve', async () => {
  const { url, manager, backend } = network;
  const session = { session: manager };
  const talon = { voucherId: 'talon-1', productId: 'dt', nominalMl: 20_000, stationIds: null };
  const vouchers = [{ ...talon, priceMinorPerLitre: 6_000, validTo: '2026-11-30' }];
  await call(
    url,
    'voucher.issue',
    { commandId: uuid(), contractId: 'client-1', vouchers },
    session,
  );
  await bench.ok('redemption:reserve', { allowanceKey: TALON, wanted: 1 });
  const answered: Promise<unknown>[] = [];
  const stop = backend.service.live.listen(bench.engine.core.identity.workstationId, {
    tell(event) {
      if (event.kind === 'lease-recall') answered.push(bench.engine.recall(event));
    },
    end: () => undefined,
  });
  await call(url, 'voucher.block', { commandId: uuid(), voucherId: 'talon-1' }, session);
  await Promise.all(answered);
  stop?.();
  expect(answered).toHaveLength(1);
  const take = { redemptionId: uuid(), allowanceKey: TALON, quantity: 1, productId: null };
  expect((await bench.refused('redemption:redeem', take)).code).toBe('VOUCHER_BLOCKED');
});
