import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { liveLeases, putLease } from '#engine/lease/lease-store.ts';
import { verifyLedger } from '#store/sqlite/verify-ledger.ts';
import { call } from '#test/support/backend/http-client.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';

const desk = deskAndNetworkPerTest();
beforeEach(async () => {
  await desk.bench.leaseHere();
  expect(leftHere()).toBeGreaterThan(0);
});

function leftHere(): number {
  return liveLeases(desk.bench.engine.core.journal.db).reduce((sum, { left }) => sum + left, 0);
}

async function closeContract(): Promise<void> {
  const asked = { commandId: uuid(), contractId: 'client-1', reason: 'Расторгнут' };
  await call(desk.network.url, 'contract.close', asked, { session: desk.network.manager });
}

function leasedThere(): Promise<number> {
  const session = { session: desk.network.manager };
  return call(desk.network.url, 'exposure.shares', { group: 'contract' }, session).then(
    ({ rows }) => rows.reduce((sum, { leased }) => sum + leased, 0),
  );
}

describe('a workstation with leases of a contract that is ended', () => {
  it('[N-07] gives them back when it hears of it, and sells nothing without the link then', async () => {
    await closeContract();
    await desk.bench.syncOk();
    expect(leftHere()).toBe(0);
    expect(await leasedThere()).toBe(0);
    await desk.bench.cut();
    expect(await desk.bench.refusalOfSale()).toBe('CONTRACT_CLOSED');
  });

  it('gives back in the same round what a late answer brings of it', async () => {
    await desk.bench.loseGrant();
    await closeContract();
    await desk.bench.syncOk();
    expect(leftHere()).toBe(0);
    expect(await leasedThere()).toBe(0);
  });

  it('gives very many back by and by: whoever stands at a pump waits for a hundred at most', async () => {
    const { journal, clock } = desk.bench.engine.core;
    const [one] = liveLeases(journal.db);
    if (one === undefined) throw new Error('there is a lease');
    const { left: _left, ...lease } = one;
    const many = Array.from({ length: 350 }, (_, n) => ({ ...lease, leaseId: `many.${n}` }));
    journal.write({ atMs: clock.nowMs() }, ({ db }) => {
      for (const more of many) putLease(db, more);
    });
    await closeContract();
    const seen: number[] = [];
    let over = false;
    const look = (): void => {
      seen.push(liveLeases(journal.db).filter(({ left }) => left > 0).length);
      if (!over) setImmediate(look);
    };
    look();
    await desk.bench.engine.syncOnce();
    over = true;
    expect(leftHere()).toBe(0);
    const steps = seen.slice(1).map((count, index) => (seen[index] ?? 0) - count);
    expect(Math.max(...steps)).toBe(100);
  });

  it('has what it sold before it heard of it booked, to the last line (I4)', async () => {
    await desk.bench.cut();
    const saleId = await desk.bench.sellOffline();
    await closeContract();
    await desk.bench.mend();
    await desk.bench.syncOk();
    expect(desk.bench.engine.syncState()).toMatchObject({ queueLength: 0, attention: [] });
    const subject = { subjectKind: 'contract', subjectId: 'client-1' } as const;
    const period = { fromDate: '2026-01-01', toDate: '2026-12-31' };
    const session = { session: desk.network.manager };
    const statement = await call(
      desk.network.url,
      'statement.get',
      { ...subject, ...period },
      session,
    );
    expect(statement.lines.map((line) => line.lineId).join()).toContain(saleId);
    expect(leftHere()).toBe(0);
    const nowMs = desk.network.backend.clock.nowMs();
    expect(verifyLedger(desk.network.backend.store.db, nowMs)).toMatchObject({ ok: true });
  });
});
