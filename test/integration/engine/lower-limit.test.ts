import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import type { JournalKind } from '#protocol/journal.ts';
import type { LimitRecord } from '#protocol/records.ts';
import { call } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

const cardId = 'card-3';
let network: SmallNetwork;
let bench: EngineBench;
let limit: LimitRecord;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());
beforeEach(async () => {
  bench = await EngineBench.start(network);
  // A card's home is where it was sold: only there may it be sold without the link.
  await bench.sell({ cardId });
  limit = {
    ...PLAIN_TERMS,
    limitId: uuid(),
    subjectKind: 'card',
    subjectId: cardId,
    scopeKind: 'all',
    scopeId: null,
    measure: 'volume',
    amount: 100_000,
    period: 'once',
    scheduled: [],
  };
  await inOffice(100_000);
  // A new limit needs a lease, and leases are asked for again after a while.
  network.backend.clock.pass(6 * 60_000);
  await bench.find(2);
  await bench.syncOk();
  await bench.signIn('curator');
  await bench.cut();
});
afterEach(async () => {
  expect(bench.engine.core.journal.verify()).toBeNull();
  bench.dispose();
  await removeInOffice();
});

async function removeInOffice(): Promise<void> {
  const removal = { commandId: uuid(), limitId: limit.limitId };
  await call(network.url, 'limit.remove', removal, { session: network.manager });
}

async function inOffice(amount: number): Promise<void> {
  const asked = { commandId: uuid(), limit: { ...limit, amount } };
  await call(network.url, 'limit.set', asked, { session: network.manager });
}

const lower = (amount: number, patch: Partial<LimitRecord> = {}) => ({
  commandId: uuid(),
  limit: { ...limit, amount, ...patch },
});

/** The limit as the desk shows it. */
async function shown(): Promise<number | undefined> {
  const { limits } = await bench.ok('card:get', { cardId });
  return limits.find(({ limitId }) => limitId === limit.limitId)?.amount;
}

async function atAuthority(): Promise<{ amount: number | undefined; leased: number }> {
  const session = network.manager;
  const { limits } = await call(network.url, 'card.get', { cardId }, { session });
  const held = network.backend.store.db
    .prepare<[string], { leased: number | null }>(
      `SELECT sum(granted - spent - returned) AS leased FROM lease WHERE allowance_key LIKE ?`,
    )
    .get(`limit/${limit.limitId}/%`);
  const known = limits.find(({ limitId }) => limitId === limit.limitId);
  return { amount: known?.amount, leased: held?.leased ?? 0 };
}

/** Of each kind the last line. */
function lastBodies(...kinds: readonly JournalKind[]) {
  const lines = bench.engine.core.journal.linesAfter(0, 1_000);
  return kinds.map((kind) => lines.findLast((line) => line.kind === kind)?.body ?? {});
}

/** Litres of the limit that this desk may still sell without asking. */
async function largestHere(): Promise<number> {
  const ask = { by: 'volume', volumeMl: 1000 } as const;
  const asked = { cardId, stationId: network.stationId, productId: 'ai-95', ask };
  return (await bench.ok('sale:preview', asked)).largest?.volumeMl ?? 0;
}

describe('a limit that is lowered without the link', () => {
  it('[N-16] acts here at once and at the authority when it hears of it', async () => {
    const leasedBefore = (await atAuthority()).leased;
    expect(leasedBefore).toBeGreaterThan(20_000);
    const before = await largestHere();
    expect(await bench.ok('limit:set', lower(85_000))).toEqual({ done: true, queued: true });
    expect(await shown()).toBe(85_000);
    const mark = { limitId: limit.limitId, beforeAmount: 100_000 };
    expect((await bench.ok('card:get', { cardId })).waiting).toEqual([mark]);
    expect(await largestHere()).toBe(Math.min(before, leasedBefore - 15_000));
    expect((await atAuthority()).amount).toBe(100_000);
    await bench.mend();
    expect(bench.engine.syncState().attention).toEqual([]);
    expect((await bench.ok('card:get', { cardId })).waiting).toEqual([]);
    expect(await atAuthority()).toEqual({ amount: 85_000, leased: leasedBefore - 15_000 });
  });

  it('[N-16] to nothing sells nothing more, and outlives a restart', async () => {
    await bench.ok('limit:set', lower(0));
    await bench.restart();
    await bench.signIn('till');
    expect(await shown()).toBe(0);
    const refusal = await bench.refused('sale:authorize', bench.question({ cardId }));
    expect(refusal.code).toBe('LEASE_EXCEEDED');
    await bench.mend();
    expect(await atAuthority()).toEqual({ amount: 0, leased: 0 });
  });

  it('[N-16, X-08] says in its history who lowered it', async () => {
    await bench.ok('limit:set', lower(85_000));
    await bench.ok('card:block', { cardId, reason: 'client' });
    await bench.mend();
    const { limitId } = limit;
    const { versions } = await bench.ok('limit:history', { limitId });
    expect(versions[0]).toMatchObject({ terms: { amount: 85_000 }, userName: 'curator' });
    const named = lastBodies('limit.lowered', 'card.blocked').map((body) => body['operatorId']);
    expect(new Set(named).size).toBe(1);
    expect(named[0]).toBeTypeOf('string');
    const unblock = { commandId: uuid(), cardId };
    await call(network.url, 'card.unblock', unblock, { session: network.manager });
  });

  it('[N-16] waits for the link where the backend knows no such line, and would refuse all behind it', async () => {
    const { journal, clock } = bench.engine.core;
    journal.write({ atMs: clock.nowMs() }, ({ facts }) => facts.set('protocol', 2));
    const told = bench.engine.syncState().queueLength;
    expect((await bench.refused('limit:set', lower(85_000))).code).toBe('ONLINE_REQUIRED');
    expect(await shown()).toBe(100_000);
    expect(bench.engine.syncState().queueLength).toBe(told);
    await bench.mend();
  });

  it('a block names nobody to a backend that knows no such field', async () => {
    const { journal, clock } = bench.engine.core;
    journal.write({ atMs: clock.nowMs() }, ({ facts }) => facts.set('protocol', 2));
    await bench.ok('card:block', { cardId, reason: 'client' });
    expect(lastBodies('card.blocked')[0]).not.toHaveProperty('operatorId');
    await bench.mend();
    const unblock = { commandId: uuid(), cardId };
    await call(network.url, 'card.unblock', unblock, { session: network.manager });
  });

  it('[N-16] to nothing sells nothing more, also when leases of before come only then', async () => {
    await bench.mend();
    await removeInOffice();
    limit = { ...limit, limitId: uuid() };
    await inOffice(100_000);
    network.backend.clock.pass(6 * 60_000);
    await bench.signIn('till');
    await bench.find(2);
    // Granted, and never heard of.
    bench.line.routes.set('lease.grant', 'deaf');
    await bench.engine.syncOnce();
    expect((await atAuthority()).leased).toBeGreaterThan(20_000);
    network.backend.clock.pass(60_000);
    await bench.signIn('curator');
    expect(await bench.ok('limit:set', lower(0))).toEqual({ done: true, queued: true });
    bench.line.routes.clear();
    await bench.syncOk();
    expect(await shown()).toBe(0);
    expect(await largestHere()).toBe(0);
    // What goes back after the answer is told with the next lines.
    await bench.syncOk();
    expect(await atAuthority()).toEqual({ amount: 0, leased: 0 });
    await bench.cut();
    expect(await largestHere()).toBe(0);
    await bench.mend();
  });

  it('[N-16] does not lift what the office has made lower meanwhile', async () => {
    await bench.ok('limit:set', lower(90_000));
    await inOffice(50_000);
    await bench.mend();
    expect((await atAuthority()).amount).toBe(50_000);
    expect(await shown()).toBe(50_000);
  });

  it('[N-16] is shown as the office has it where that is lower still, and not as waiting', async () => {
    await bench.mend();
    // Asked with the link, and there was no room to carry it out: the line waits here.
    bench.line.routes.set('limit.set', 'full');
    expect(await bench.ok('limit:set', lower(90_000))).toEqual({ done: true, queued: true });
    bench.line.routes.clear();
    const mark = { limitId: limit.limitId, beforeAmount: 100_000 };
    expect((await bench.ok('card:get', { cardId })).waiting).toEqual([mark]);
    await inOffice(50_000);
    const card = await bench.ok('card:get', { cardId });
    expect(card.limits.find(({ limitId }) => limitId === limit.limitId)?.amount).toBe(50_000);
    expect(card.waiting).toEqual([]);
    await bench.syncOk();
  });

  it('[N-16] by somebody who unlocked without it acts also when it is back', async () => {
    await bench.restart();
    await bench.signIn('curator');
    await bench.mend();
    expect(bench.engine.core.link.isUp()).toBe(true);
    expect(await bench.ok('limit:set', lower(80_000))).toEqual({ done: true, queued: true });
    expect((await bench.refused('limit:set', lower(120_000))).code).toBe('ONLINE_SIGNIN_REQUIRED');
    await bench.syncOk();
    expect((await atAuthority()).amount).toBe(80_000);
  });

  it('[N-16] gives way to the office, which raises it after it has heard of it', async () => {
    await bench.ok('limit:set', lower(90_000));
    await bench.mend();
    network.backend.clock.pass(60_000);
    await inOffice(95_000);
    await bench.signIn('till');
    await bench.find(2);
    await bench.cut();
    expect(await shown()).toBe(95_000);
    await bench.mend();
  });

  it.each([
    ['raised', () => lower(100_001)],
    ['left as it is', () => lower(100_000)],
    ['given other days', () => lower(50_000, { weekdays: 1 })],
    ['given to a contract', () => lower(50_000, { subjectKind: 'contract', subjectId: 'c' })],
    ['set anew', () => lower(50_000, { limitId: uuid() })],
    ['lowered from a later day', () => ({ ...lower(50_000), fromMs: bench.clock.nowMs() + 1e8 })],
  ])('[N-16] is not %s', async (_name, asked) => {
    const told = bench.engine.syncState().queueLength;
    expect((await bench.refused('limit:set', asked())).code).toBe('LIMIT_ONLY_LOWERED');
    expect(bench.engine.syncState().queueLength).toBe(told);
    await bench.mend();
  });
});
