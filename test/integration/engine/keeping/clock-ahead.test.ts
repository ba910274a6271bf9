import { beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD } from '#test/support/backend/small-network.ts';
import { deskPerTest } from '#test/support/engine/desks.ts';

const desk = deskPerTest();
beforeEach(async () => {
  await desk.bench.leaseHere();
  await desk.bench.cut();
});

const DAY_MS = 24 * 3_600_000;
const till = { login: 'till', password: PASSWORD };

async function openFill(pumpNumber: number): Promise<string> {
  const { sale } = await desk.bench.ok('sale:authorize', desk.bench.question({ pumpNumber }));
  expect(sale.mode).toBe('offline');
  return sale.saleId;
}

/** Somebody sets the machine a day ahead, and the window shows that nothing is sold any more. */
async function setAhead(): Promise<void> {
  desk.bench.clock.set(DAY_MS);
  const { leases } = await desk.bench.ok('sync:state', {});
  expect(leases).toMatchObject({ usable: false, killedCode: 'CLOCK_UNTRUSTED' });
}

describe('a clock that was set ahead without the link', () => {
  it('is not believed after a restart either: nothing is sold until the backend has told the time', async () => {
    const knownMs = desk.bench.engine.core.clock.nowMs();
    await setAhead();
    await desk.bench.restart();
    expect((await desk.bench.refused('session:signIn', till)).code).toBe('ONLINE_SIGNIN_REQUIRED');
    expect(desk.bench.engine.syncState().leases.killedCode).toBe('CLOCK_UNTRUSTED');
    // The day that never passed is not in the journal's time.
    expect(desk.bench.engine.core.clock.nowMs() - knownMs).toBeLessThan(DAY_MS / 2);
    await desk.bench.mend();
    await desk.bench.signIn();
    expect(desk.bench.engine.syncState().leases.usable).toBe(true);
    await desk.bench.cut();
    await openFill(1);
  });

  it('the operator who was filling a car unlocks after a restart, ends that fill and sells nothing new', async () => {
    const saleId = await openFill(2);
    await setAhead();
    await desk.bench.restart();
    const unlocked = await desk.bench.ok('session:signIn', till);
    expect(unlocked).toMatchObject({ mode: 'local', rights: ['sale.make', 'sale.view'] });
    const done = await desk.bench.ok('sale:capture', { saleId, volumeMl: 9_000 });
    expect(done.sale).toMatchObject({ state: 'captured', volumeMl: 9_000 });
    const more = await desk.bench.refused('sale:authorize', desk.bench.question({ pumpNumber: 3 }));
    expect(more.code).toBe('CLOCK_UNTRUSTED');
    expect((await desk.bench.refused('card:list', {})).code).toBe('FORBIDDEN');
    await desk.bench.ok('session:signOut', {});
    expect((await desk.bench.refused('session:signIn', till)).code).toBe('ONLINE_SIGNIN_REQUIRED');
    await desk.bench.mend();
    expect(desk.bench.engine.syncState()).toMatchObject({ queueLength: 0, attention: [] });
  });

  it('whoever does not know the password cannot unlock, whatever fill is open', async () => {
    await openFill(2);
    await setAhead();
    await desk.bench.restart();
    const wrong = await desk.bench.refused('session:signIn', { login: 'till', password: 'wrong' });
    expect(wrong.code).toBe('AUTH_INVALID');
  });
});

describe('a clock that was set back', () => {
  it('lets the operator who was filling a car unlock after a restart and end that fill', async () => {
    const saleId = await openFill(4);
    desk.bench.engine.close();
    desk.bench.clock.set(-DAY_MS);
    await desk.bench.open();
    await desk.bench.ok('session:signIn', till);
    await desk.bench.ok('sale:capture', { saleId, volumeMl: 8_000 });
    const more = await desk.bench.refused('sale:authorize', desk.bench.question({ pumpNumber: 3 }));
    expect(more.code).toBe('CLOCK_UNTRUSTED');
  });
});
