import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  PASSWORD,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

let network: SmallNetwork;
let bench: EngineBench;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());
beforeEach(async () => {
  bench = await EngineBench.start(network);
  await bench.leaseHere();
  await bench.cut();
});
afterEach(() => bench.dispose());

const DAY_MS = 24 * 3_600_000;
const till = { login: 'till', password: PASSWORD };

async function openFill(pumpNumber: number): Promise<string> {
  const { sale } = await bench.ok('sale:authorize', bench.question({ pumpNumber }));
  expect(sale.mode).toBe('offline');
  return sale.saleId;
}

/** Somebody sets the machine a day ahead, and the window shows that nothing is sold any more. */
async function setAhead(): Promise<void> {
  bench.clock.set(DAY_MS);
  const { leases } = await bench.ok('sync:state', {});
  expect(leases).toMatchObject({ usable: false, killedCode: 'CLOCK_UNTRUSTED' });
}

describe('a clock that was set ahead without the link', () => {
  it('is not believed after a restart either: nothing is sold until the backend has told the time', async () => {
    const knownMs = bench.engine.core.clock.nowMs();
    await setAhead();
    await bench.restart();
    expect((await bench.refused('session:signIn', till)).code).toBe('ONLINE_SIGNIN_REQUIRED');
    expect(bench.engine.syncState().leases.killedCode).toBe('CLOCK_UNTRUSTED');
    // The day that never passed is not in the journal's time.
    expect(bench.engine.core.clock.nowMs() - knownMs).toBeLessThan(DAY_MS / 2);
    await bench.mend();
    await bench.signIn();
    expect(bench.engine.syncState().leases.usable).toBe(true);
    await bench.cut();
    await openFill(1);
  });

  it('the operator who was filling a car unlocks after a restart, ends that fill and sells nothing new', async () => {
    const saleId = await openFill(2);
    await setAhead();
    await bench.restart();
    const unlocked = await bench.ok('session:signIn', till);
    expect(unlocked).toMatchObject({ mode: 'local', rights: ['sale.make', 'sale.view'] });
    const done = await bench.ok('sale:capture', { saleId, volumeMl: 9_000 });
    expect(done.sale).toMatchObject({ state: 'captured', volumeMl: 9_000 });
    const more = await bench.refused('sale:authorize', bench.question({ pumpNumber: 3 }));
    expect(more.code).toBe('CLOCK_UNTRUSTED');
    expect((await bench.refused('card:list', {})).code).toBe('FORBIDDEN');
    await bench.ok('session:signOut', {});
    expect((await bench.refused('session:signIn', till)).code).toBe('ONLINE_SIGNIN_REQUIRED');
    await bench.mend();
    expect(bench.engine.syncState()).toMatchObject({ queueLength: 0, attention: [] });
  });

  it('whoever does not know the password cannot unlock, whatever fill is open', async () => {
    await openFill(2);
    await setAhead();
    await bench.restart();
    const wrong = await bench.refused('session:signIn', { login: 'till', password: 'wrong' });
    expect(wrong.code).toBe('AUTH_INVALID');
  });
});

describe('a clock that was set back', () => {
  it('lets the operator who was filling a car unlock after a restart and end that fill', async () => {
    const saleId = await openFill(4);
    bench.engine.close();
    bench.clock.set(-DAY_MS);
    await bench.open();
    await bench.ok('session:signIn', till);
    await bench.ok('sale:capture', { saleId, volumeMl: 8_000 });
    const more = await bench.refused('sale:authorize', bench.question({ pumpNumber: 3 }));
    expect(more.code).toBe('CLOCK_UNTRUSTED');
  });
});
