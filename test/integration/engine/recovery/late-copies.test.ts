import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { beginRecovery } from '#service/recovery/recovery.ts';
import { call } from '#test/support/backend/http-client.ts';
import { signIn, type SmallNetwork } from '#test/support/backend/small-network.ts';
import type { EngineBench } from '#test/support/engine/engine-bench.ts';
import { RestoringNetwork, stateOfSale } from '#test/support/engine/restoring-network.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

let made: RestoringNetwork;
let network: SmallNetwork;
const folder = temporaryFolder();
beforeEach(async () => {
  made = await RestoringNetwork.start();
  network = made.network;
});
afterEach(() => made.dispose());

/** A copy of a question reaches the backend, as a network that repeats itself delivers it. */
async function askAgain(
  bench: EngineBench,
  url: string,
  { saleId, cardId, productId, pumpNumber, ask }: ReturnType<EngineBench['question']>,
) {
  const copy = { saleId, cardId, productId, pumpNumber, ask, pin: null, leaseReturns: [] };
  const session = await signIn(url, 'till');
  return bench.engine.core.link.call('sale.authorize', copy, session);
}

describe('a question that comes again while the network is recovered', () => {
  it('[I4] a late copy of a question does not take the fill back that was allowed before', async () => {
    const a = made.desk(0);
    const question = a.question();
    const { sale } = await a.ok('sale:authorize', question);
    await beginRecovery(network.backend.service, 'told');
    const late = await askAgain(a, network.url, question);
    expect(late).toMatchObject({ ok: false, code: 'NETWORK_RECOVERING' });
    await a.ok('sale:capture', { saleId: sale.saleId, volumeMl: 8_000 });
    await a.syncOk();
    expect(a.engine.syncState().attention).toEqual([]);
  });

  it('[I4] a fill that runs at the pump is not taken back by a late copy when nothing declared is left', async () => {
    for (const bench of made.benches) await bench.syncOk();
    const file = join(folder.path, `${uuid()}.db`);
    network.backend.backUp(file);
    const [a, b] = [made.desk(0), made.desk(1)];
    const question = a.question();
    const { sale } = await a.ok('sale:authorize', question);
    const backend = await made.restore(file);
    await beginRecovery(backend.service, 'told');
    const session = await signIn(backend.url, 'chief');
    const declared = { commandId: uuid(), amountMinor: 100_000, reason: 'rush hour' };
    await call(backend.url, 'recovery.declare', declared, { session });
    await b.syncOk();
    await b.signIn();
    await b.sell({ pumpNumber: 2 });

    const late = await askAgain(a, backend.url, question);
    expect(late).toMatchObject({ ok: false, code: 'NETWORK_RECOVERING' });
    await a.ok('sale:capture', { saleId: sale.saleId, volumeMl: 8_000 });
    await a.syncOk();
    expect(a.engine.syncState().attention).toEqual([]);
    expect(stateOfSale(backend, sale.saleId)).toBe('captured');
  });

  it('[I2] a copy of a question within what was declared is answered again and takes nothing more', async () => {
    await beginRecovery(network.backend.service, 'told');
    const { url, administrator: session } = network;
    const declared = { commandId: uuid(), amountMinor: 100_000, reason: 'rush hour' };
    await call(url, 'recovery.declare', declared, { session });
    const a = made.desk(0);
    await a.syncOk();
    await a.signIn();
    const question = a.question();
    const { sale } = await a.ok('sale:authorize', question);
    for (let copy = 0; copy < 3; copy += 1) {
      expect(await askAgain(a, url, question)).toMatchObject({
        ok: true,
        value: { state: 'held' },
      });
    }
    await a.ok('sale:capture', { saleId: sale.saleId, volumeMl: 8_000 });
    await a.syncOk();
    expect(a.engine.syncState().attention).toEqual([]);
    expect(stateOfSale(network.backend, sale.saleId)).toBe('captured');
  });

  it('[I2] a question that was refused meanwhile holds nothing when a copy of it comes late', async () => {
    await beginRecovery(network.backend.service, 'told');
    const a = made.desk(0);
    await a.signIn();
    const question = a.question();
    expect(await a.refused('sale:authorize', question)).toMatchObject({
      code: 'NETWORK_RECOVERING',
    });
    for (const bench of made.benches) await bench.syncOk();
    const { recovery } = network.backend.service.stores;
    await recovery.noLongerAwaited(network.workstation.workstationId, 0);
    expect(await recovery.recovery()).toBeNull();
    const late = await askAgain(a, network.url, question);
    expect(late).toMatchObject({ ok: false, code: 'SALE_REVERSED' });
  });
});
