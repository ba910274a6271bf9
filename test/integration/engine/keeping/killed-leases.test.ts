import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { killAllLeases } from '#engine/lease/generation.ts';
import { liveLeases } from '#engine/lease/lease-store.ts';
import { call } from '#test/support/backend/http-client.ts';
import {
  signIn,
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
});
afterEach(async () => {
  // What this desk holds goes back, so that the next test begins with everything free.
  bench.line.state = 'up';
  killAllLeases(bench.engine.core, 'revoked');
  await bench.engine.syncOnce();
  bench.dispose();
});

const MONEY = 'money/client-1';

/** What the backend counts as leased of the contract's money, and by how much it is overspent. */
async function exposed(): Promise<{ leased: number; excess: number }> {
  const session = await signIn(network.url, 'curator');
  const { rows } = await call(network.url, 'exposure.list', {}, { session });
  const row = rows.find(({ allowanceKey }) => allowanceKey === MONEY);
  return { leased: row?.leasedOutstanding ?? 0, excess: row?.excess ?? 0 };
}

function left(): number {
  const own = liveLeases(bench.engine.core.journal.db);
  return own
    .filter(({ allowanceKey }) => allowanceKey === MONEY)
    .reduce((sum, lease) => sum + lease.left, 0);
}

describe('leases that were killed', () => {
  it('are given back with what they have left, so that nothing stays away for ever', async () => {
    await bench.cut();
    await bench.sell();
    expect((await exposed()).leased).toBeGreaterThan(0);
    killAllLeases(bench.engine.core, 'epoch');
    expect(left()).toBe(0);
    // The killing itself pulls no new ones: the question was asked a moment ago.
    await bench.mend();
    expect(await exposed()).toEqual({ leased: left(), excess: 0 });
    expect(bench.engine.syncState().attention).toEqual([]);
  });

  it('give back what a fill of before leaves over afterwards', async () => {
    await bench.cut();
    const { sale } = await bench.ok('sale:authorize', bench.question());
    killAllLeases(bench.engine.core, 'epoch');
    await bench.ok('sale:capture', { saleId: sale.saleId, volumeMl: 1_000 });
    await bench.mend();
    expect(await exposed()).toEqual({ leased: left(), excess: 0 });
  });

  it('of a restored copy stay counted: nobody here knows what was spent of them', async () => {
    const before = await exposed();
    killAllLeases(bench.engine.core, 'restored');
    const { core } = bench.engine;
    const kinds = core.journal.linesAfter(0, 500).map(({ kind }) => kind);
    expect(kinds.at(-1)).toBe('leases.killed');
    await bench.syncOk();
    expect((await exposed()).leased).toBeGreaterThanOrEqual(before.leased);
  });

  it('leave room for new ones at once, also where the old ones stay counted', async () => {
    killAllLeases(bench.engine.core, 'restored');
    network.backend.clock.pass(6 * 60_000);
    await bench.syncOk();
    expect(left()).toBeGreaterThan(0);
    await bench.cut();
    const { sale } = await bench.ok('sale:authorize', bench.question());
    expect(sale.mode).toBe('offline');
    await bench.ok('sale:reverse', { saleId: sale.saleId });
  });
});

describe('leases that are given back with a question', () => {
  it('after an offline fill that the backend has not heard of name no excess that never was', async () => {
    await bench.cut();
    const held = left();
    const { sale } = await bench.ok('sale:authorize', bench.question({ ask: { by: 'full' } }));
    expect(sale.holdAmountMinor).toBeGreaterThan(held / 2);
    await bench.ok('sale:capture', { saleId: sale.saleId, volumeMl: 1_000 });
    // The link is back, and the desk is quicker than its round.
    bench.line.state = 'up';
    bench.engine.core.link.report({ ok: true, value: null });
    const question = { ...bench.question(), saleId: uuid(), ask: { by: 'full' } as const };
    const next = await bench.ok('sale:authorize', question);
    expect(next.sale.mode).toBe('online');
    await bench.ok('sale:reverse', { saleId: next.sale.saleId });
    await bench.syncOk();
    const named = network.backend.store.db
      .prepare<[], { count: number }>('SELECT count(*) AS count FROM exposure')
      .get();
    expect(named).toEqual({ count: 0 });
    expect((await exposed()).excess).toBe(0);
  });
});
