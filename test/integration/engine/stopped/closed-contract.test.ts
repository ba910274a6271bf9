import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liveLeases } from '#engine/lease/lease-store.ts';
import { verifyLedger } from '#store/sqlite/verify-ledger.ts';
import { call } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

let network: SmallNetwork;
let bench: EngineBench;
beforeEach(async () => {
  network = await startSmallNetwork();
  bench = await EngineBench.start(network);
  await bench.leaseHere();
  expect(leftHere()).toBeGreaterThan(0);
});
afterEach(async () => {
  bench.dispose();
  await network.backend.stop();
});

function leftHere(): number {
  return liveLeases(bench.engine.core.journal.db).reduce((sum, { left }) => sum + left, 0);
}

async function closeContract(): Promise<void> {
  const asked = { commandId: uuid(), contractId: 'client-1', reason: 'Расторгнут' };
  await call(network.url, 'contract.close', asked, { session: network.manager });
}

function leasedThere(): Promise<number> {
  const session = { session: network.manager };
  return call(network.url, 'exposure.shares', { group: 'contract' }, session).then(({ rows }) =>
    rows.reduce((sum, { leased }) => sum + leased, 0),
  );
}

describe('a workstation with leases of a contract that is ended', () => {
  it('[N-07] gives them back when it hears of it, and sells nothing without the link then', async () => {
    await closeContract();
    await bench.syncOk();
    expect(leftHere()).toBe(0);
    expect(await leasedThere()).toBe(0);
    await bench.cut();
    expect(await bench.refusalOfSale()).toBe('CONTRACT_CLOSED');
  });

  it('has what it sold before it heard of it booked, to the last line (I4)', async () => {
    await bench.cut();
    const saleId = await bench.sellOffline();
    await closeContract();
    await bench.mend();
    await bench.syncOk();
    expect(bench.engine.syncState()).toMatchObject({ queueLength: 0, attention: [] });
    const subject = { subjectKind: 'contract', subjectId: 'client-1' } as const;
    const period = { fromDate: '2026-01-01', toDate: '2026-12-31' };
    const session = { session: network.manager };
    const statement = await call(network.url, 'statement.get', { ...subject, ...period }, session);
    expect(statement.lines.map((line) => line.lineId).join()).toContain(saleId);
    expect(leftHere()).toBe(0);
    const nowMs = network.backend.clock.nowMs();
    expect(verifyLedger(network.backend.store.db, nowMs)).toMatchObject({ ok: true });
  });
});
