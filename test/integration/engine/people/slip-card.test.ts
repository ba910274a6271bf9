import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { addStaff } from '#test/support/backend/door-people.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

let network: SmallNetwork;
let bench: EngineBench;
beforeAll(async () => {
  network = await startSmallNetwork();
  await addStaff(network.backend, { login: 'books', role: 'accountant' });
});
afterAll(() => network.backend.stop());
beforeEach(async () => {
  bench = await EngineBench.start(network);
  await bench.signIn('books');
});
afterEach(() => bench.dispose());

it('an accountant finds the card of a paper slip by its number and enters the fill', async () => {
  const { card } = await bench.find(0);
  const filledAtMs = bench.engine.core.clock.nowMs() - 3_600_000;
  const { stationId } = bench.engine.core.identity;
  const what = { cardId: card.cardId, stationId, productId: 'dt', pumpNumber: 1 };
  const slip = { ...what, volumeMl: 7_000, filledAtMs, slipNumber: 77 };
  const preview = await bench.ok('sale:enterPreview', slip);
  expect(preview).toMatchObject({ sale: { cardId: 'card-1', volumeMl: 7_000 } });
  const asked = { commandId: uuid(), ...slip, reason: 'power cut' };
  const entered = await bench.ok('sale:enter', asked);
  expect(entered).toMatchObject({ saleId: preview.sale.saleId, slipNumber: 77 });
});
