import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import type { ExposureEntryRecord, ExposureShareRecord } from '#protocol/records/exposure.ts';
import { verifyLedger } from '#store/sqlite/verify-ledger.ts';
import { call } from '#test/support/backend/http-client.ts';
import {
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

let network: SmallNetwork;
let lost: EngineBench;
beforeEach(async () => {
  network = await startSmallNetwork();
  lost = await EngineBench.start(network);
  await lost.sell();
  network.backend.clock.pass(6 * 60_000);
  await lost.find();
  await lost.syncOk();
  await lost.cut();
});
afterEach(async () => {
  lost.dispose();
  await network.backend.stop();
});

async function declareLost(): Promise<void> {
  const session = await signIn(network.url, 'chief');
  const { workstationId } = lost.engine.core.identity;
  const asked = { commandId: uuid(), workstationId, state: 'lost' } as const;
  await call(network.url, 'workstation.revoke', asked, { session });
  // Whoever repeats it finds nothing left to do.
  await call(network.url, 'workstation.revoke', { ...asked, commandId: uuid() }, { session });
}

async function shares(
  group: 'workstation' | 'contract' | 'card',
): Promise<readonly ExposureShareRecord[]> {
  const session = await signIn(network.url, 'curator');
  return (await call(network.url, 'exposure.shares', { group }, { session })).rows;
}

async function entries(): Promise<readonly ExposureEntryRecord[]> {
  const session = await signIn(network.url, 'curator');
  return (await call(network.url, 'exposure.entries', {}, { session })).rows;
}

describe('a workstation that is lost', () => {
  it('leaves its capacity to the others at once, and what it could still spend is named', async () => {
    const [before] = await shares('workstation');
    expect(before).toMatchObject({ title: 'Desk 1', place: 'Station 1', lost: 0 });
    expect(before?.leased).toBeGreaterThan(0);
    await declareLost();
    const [after] = await shares('workstation');
    expect(after).toMatchObject({ leased: 0, lost: before?.leased });
    expect(await entries()).toMatchObject([
      { kind: 'lost', workstationName: 'Desk 1', clientName: 'client-1', quantity: before?.leased },
    ]);
    const other = await EngineBench.start(network);
    const { sale } = await other.ok('sale:authorize', other.question({ ask: { by: 'full' } }));
    expect(sale.state).toBe('held');
    other.dispose();
  });

  it('comes back with a journal that is booked to the last line, as exposure where too much was sold', async () => {
    const { sale } = await lost.ok('sale:authorize', lost.question({ ask: { by: 'full' } }));
    await lost.ok('sale:capture', { saleId: sale.saleId, volumeMl: sale.holdVolumeMl });
    await declareLost();
    const other = await EngineBench.start(network);
    const all = await other.ok('sale:authorize', other.question({ ask: { by: 'full' } }));
    await other.ok('sale:capture', { saleId: all.sale.saleId, volumeMl: all.sale.holdVolumeMl });
    await other.syncOk();
    lost.line.state = 'up';
    expect(await lost.engine.syncOnce()).toMatchObject({ code: 'WORKSTATION_REVOKED' });
    // Told that it is stopped, it lays its leases down, and tells that too.
    await lost.engine.syncOnce();
    expect(lost.engine.syncState()).toMatchObject({ queueLength: 0, attention: [] });
    const excess = (await entries()).filter(({ kind }) => kind === 'excess');
    expect(excess).toMatchObject([
      { measure: 'money', saleId: sale.saleId, workstationName: 'Desk 1' },
    ]);
    expect(excess[0]?.panMasked).toMatch(/\d{4}$/u);
    expect(await shares('workstation')).not.toContainEqual(
      expect.objectContaining({ id: lost.engine.core.identity.workstationId, leased: 1 }),
    );
    const nowMs = network.backend.clock.nowMs();
    expect(verifyLedger(network.backend.store.db, nowMs)).toMatchObject({ ok: true });
    other.dispose();
  });

  it('is shown among contracts and cards too, page by page', async () => {
    const session = await signIn(network.url, 'curator');
    const [contract] = await shares('contract');
    expect(contract).toMatchObject({ place: 'client-1', measure: 'money', currency: 'RUB' });
    const first = await call(
      network.url,
      'exposure.shares',
      { group: 'contract', limit: 1 },
      { session },
    );
    expect(first.rows).toEqual([contract]);
    expect(first.nextCursor).toBeNull();
    // The contract's money is nobody's card.
    expect(await shares('card')).toEqual([]);
  });
});
