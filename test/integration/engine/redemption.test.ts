import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { verifyLedger } from '#store/sqlite/verify-ledger.ts';
import { call } from '#test/support/backend/http-client.ts';
import {
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

const TALON = 'voucher/talon-1';
const MEMBER = 'points/member-1';

let network: SmallNetwork;
let a: EngineBench;
let b: EngineBench;
beforeEach(async () => {
  network = await startSmallNetwork();
  const session = await signIn(network.url, 'curator');
  const talon = { voucherId: 'talon-1', productId: 'dt', nominalMl: 20_000, stationIds: null };
  const vouchers = [{ ...talon, priceMinorPerLitre: 6_000, validTo: '2026-11-30' }];
  const office = { commandId: uuid(), contractId: 'client-1' };
  await call(network.url, 'voucher.issue', { ...office, vouchers }, { session });
  const account = { pointsAccountId: 'member-1', programmeId: 'bonus' };
  await call(network.url, 'points.open', { ...office, commandId: uuid(), ...account }, { session });
  a = await EngineBench.start(network);
  b = await EngineBench.start(network);
});
afterEach(async () => {
  const nowMs = network.backend.clock.nowMs();
  expect(verifyLedger(network.backend.store.db, nowMs)).toMatchObject({ ok: true });
  a.dispose();
  b.dispose();
  await network.backend.stop();
});

const take = (allowanceKey: string, quantity: number) => {
  return { redemptionId: uuid(), allowanceKey, quantity, productId: null };
};

async function accrue(points: number, saleId = uuid()): Promise<string> {
  const session = await signIn(network.url, 'curator');
  const asked = { commandId: uuid(), pointsAccountId: 'member-1', saleId, points };
  await call(network.url, 'points.accrue', asked, { session });
  return saleId;
}

/** Desk `a` has a lease of the voucher, and has not heard of it. */
async function reserveUnheard(): Promise<void> {
  a.line.routes.set('asset.lease', 'deaf');
  const reserve = { allowanceKey: TALON, wanted: 1 };
  expect((await a.refused('redemption:reserve', reserve)).code).toBe('LINK_DOWN');
  a.line.routes.clear();
}

/** Counters of points or a voucher, from the backend's own file. */
function counted(allowanceKey: string): unknown {
  const row = network.backend.store.db
    .prepare<[string], { counters: string }>('SELECT counters FROM pack WHERE owner_key = ?')
    .get(allowanceKey);
  return row === undefined ? null : JSON.parse(row.counters);
}

describe('[I6] a voucher', () => {
  it('that was redeemed at one desk is used at every other', async () => {
    const { redemptionId } = await a.ok('redemption:redeem', take(TALON, 1));
    expect((await b.refused('redemption:redeem', take(TALON, 1))).code).toBe('VOUCHER_USED');
    await a.ok('redemption:capture', { redemptionId, volumeMl: 19_500 });
    await a.syncOk();
    expect(a.engine.syncState().attention).toEqual([]);
    expect(counted(TALON)).toEqual({ [TALON]: [1, 0, 0] });
  });

  it('is redeemed without the link only where its lease is, and once', async () => {
    await a.ok('redemption:reserve', { allowanceKey: TALON, wanted: 1 });
    expect((await b.refused('redemption:redeem', take(TALON, 1))).code).toBe('VOUCHER_RESERVED');
    await a.cut();
    await b.cut();
    expect((await b.refused('redemption:redeem', take(TALON, 1))).code).toBe('ONLINE_REQUIRED');
    const first = await a.ok('redemption:redeem', take(TALON, 1));
    expect(first).toMatchObject({ mode: 'offline', state: 'held' });
    expect((await a.refused('redemption:redeem', take(TALON, 1))).code).toBe('ONLINE_REQUIRED');
    await a.ok('redemption:capture', { redemptionId: first.redemptionId, volumeMl: 20_000 });
    await a.mend();
    await b.mend();
    expect(a.engine.syncState().attention).toEqual([]);
    expect((await b.refused('redemption:redeem', take(TALON, 1))).code).toBe('VOUCHER_USED');
    expect(counted(TALON)).toEqual({ [TALON]: [1, 0, 0] });
  });

  it('is not redeemed once more under a contract that the desk knows to be closed', async () => {
    await a.ok('redemption:reserve', { allowanceKey: TALON, wanted: 1 });
    await a.cut();
    const { redemptionId } = await a.ok('redemption:redeem', take(TALON, 1));
    const closing = { commandId: uuid(), contractId: 'client-1', reason: 'Расторгнут' };
    await call(network.url, 'contract.close', closing, { session: network.manager });
    await a.mend();
    await a.cut();
    await a.ok('redemption:reverse', { redemptionId });
    expect((await a.refused('redemption:redeem', take(TALON, 1))).code).toBe('CONTRACT_CLOSED');
    await a.mend();
    expect(counted(TALON)).toEqual({ [TALON]: [0, 0, 0] });
  });

  it('whose answer was lost is taken back, and can be redeemed again', async () => {
    a.line.routes.set('asset.redeem', 'deaf');
    expect((await a.refused('redemption:redeem', take(TALON, 1))).code).toBe('ONLINE_REQUIRED');
    a.line.routes.clear();
    await a.syncOk();
    expect(a.engine.syncState().attention).toEqual([]);
    const { state } = await b.ok('redemption:redeem', take(TALON, 1));
    expect(state).toBe('held');
  });

  it('whose lease was granted while the answer was lost is not kept from everybody for ever', async () => {
    await reserveUnheard();
    expect((await b.refused('redemption:redeem', take(TALON, 1))).code).toBe('VOUCHER_RESERVED');
    await a.restart();
    await a.syncOk();
    const { redemptionId } = await b.ok('redemption:redeem', take(TALON, 1));
    await b.ok('redemption:capture', { redemptionId, volumeMl: 19_500 });
    await b.syncOk();
    expect(counted(TALON)).toEqual({ [TALON]: [1, 0, 0] });
  });

  it('is taken at the desk whose reservation was granted while the answer was lost', async () => {
    await reserveUnheard();
    await a.syncOk();
    const { redemptionId } = await a.ok('redemption:redeem', take(TALON, 1));
    await a.ok('redemption:capture', { redemptionId, volumeMl: 19_500 });
    await a.syncOk();
    expect(a.engine.syncState().attention).toEqual([]);
    expect(counted(TALON)).toEqual({ [TALON]: [1, 0, 0] });
  });

  it('is not redeemed for another product without the link either', async () => {
    await a.ok('redemption:reserve', { allowanceKey: TALON, wanted: 1 });
    const petrol = { ...take(TALON, 1), productId: 'ai-95' };
    expect((await a.refused('redemption:redeem', petrol)).code).toBe('PRODUCT_NOT_ALLOWED');
    await a.restart();
    await a.signIn();
    await a.cut();
    const again = { ...petrol, redemptionId: uuid() };
    expect((await a.refused('redemption:redeem', again)).code).toBe('PRODUCT_NOT_ALLOWED');
    const diesel = { ...take(TALON, 1), productId: 'dt' };
    expect((await a.ok('redemption:redeem', diesel)).mode).toBe('offline');
  });

  it('in reserve is asked about where an older backend did not say what it is for', async () => {
    const { journal, clock } = a.engine.core;
    journal.write({ atMs: clock.nowMs() }, ({ facts }) => facts.set('protocol', 2));
    await a.ok('redemption:reserve', { allowanceKey: TALON, wanted: 1 });
    await a.cut();
    const petrol = { ...take(TALON, 1), productId: 'ai-95' };
    expect((await a.refused('redemption:redeem', petrol)).code).toBe('ONLINE_REQUIRED');
    await a.mend();
    const again = { ...petrol, redemptionId: uuid() };
    expect((await a.refused('redemption:redeem', again)).code).toBe('PRODUCT_NOT_ALLOWED');
    const diesel = { ...take(TALON, 1), productId: 'dt' };
    expect((await a.ok('redemption:redeem', diesel)).state).toBe('held');
  });

  it('that the client has stopped is refused', async () => {
    const session = await signIn(network.url, 'curator');
    const asked = { commandId: uuid(), voucherId: 'talon-1' };
    await call(network.url, 'voucher.block', asked, { session });
    expect((await a.refused('redemption:redeem', take(TALON, 1))).code).toBe('VOUCHER_BLOCKED');
  });
});

describe('[I5] a voucher in reserve that the office stops', () => {
  async function stop(): Promise<void> {
    const session = await signIn(network.url, 'curator');
    const asked = { commandId: uuid(), voucherId: 'talon-1' };
    await call(network.url, 'voucher.block', asked, { session });
  }

  it('is not taken by a desk with the link, which has not heard of it yet', async () => {
    await a.ok('redemption:reserve', { allowanceKey: TALON, wanted: 1 });
    await stop();
    expect((await a.refused('redemption:redeem', take(TALON, 1))).code).toBe('VOUCHER_BLOCKED');
  });

  it('is named with its desk while one without the link may take it, and booked when it did', async () => {
    await a.ok('redemption:reserve', { allowanceKey: TALON, wanted: 1 });
    await a.cut();
    await stop();
    const session = await signIn(network.url, 'chief');
    const leased = async () => (await call(network.url, 'exposure.leases', {}, { session })).rows;
    expect(await leased()).toMatchObject([{ kind: 'voucher', title: 'talon-1', leased: 1 }]);
    const { redemptionId } = await a.ok('redemption:redeem', take(TALON, 1));
    await a.ok('redemption:capture', { redemptionId, volumeMl: 19_500 });
    await a.mend();
    expect(a.engine.syncState().attention).toEqual([]);
    expect(counted(TALON)).toEqual({ [TALON]: [1, 0, 0] });
    expect(await leased()).toEqual([]);
    expect((await b.refused('redemption:redeem', take(TALON, 1))).code).toBe('VOUCHER_BLOCKED');
  });
});

describe('[I7] points', () => {
  it('are credited once for a sale, however often it is told', async () => {
    const saleId = await accrue(100);
    await accrue(100, saleId);
    expect((await a.refused('redemption:redeem', take(MEMBER, 101))).params).toMatchObject({
      leftCount: 100,
    });
    await a.ok('redemption:redeem', take(MEMBER, 100));
    expect((await b.refused('redemption:redeem', take(MEMBER, 1))).code).toBe(
      'POINTS_INSUFFICIENT',
    );
  });

  it('are spent without the link from a lease, and the same question is one redemption', async () => {
    await accrue(100);
    await a.ok('redemption:reserve', { allowanceKey: MEMBER, wanted: 60 });
    await a.cut();
    const question = take(MEMBER, 50);
    const first = await a.ok('redemption:redeem', question);
    expect(await a.ok('redemption:redeem', question)).toEqual(first);
    expect((await a.refused('redemption:redeem', take(MEMBER, 11))).code).toBe('ONLINE_REQUIRED');
    await a.ok('redemption:reverse', { redemptionId: first.redemptionId });
    await a.ok('redemption:redeem', take(MEMBER, 60));
    await a.mend();
    expect(a.engine.syncState().attention).toEqual([]);
    expect(counted(MEMBER)).toEqual({ [MEMBER]: [0, 60, 0] });
  });

  it('[I1] of a desk that is lost are free for others and named; what it spent of them is exposure', async () => {
    await accrue(100);
    await a.ok('redemption:reserve', { allowanceKey: MEMBER, wanted: 60 });
    await a.cut();
    const { redemptionId } = await a.ok('redemption:redeem', take(MEMBER, 50));
    await a.ok('redemption:capture', { redemptionId, volumeMl: null });
    expect((await b.refused('redemption:redeem', take(MEMBER, 100))).params).toMatchObject({
      leftCount: 40,
    });
    const chief = await signIn(network.url, 'chief');
    const { workstationId } = a.engine.core.identity;
    const lost = { commandId: uuid(), workstationId, state: 'lost' } as const;
    await call(network.url, 'workstation.revoke', lost, { session: chief });
    const entries = async () => {
      return (await call(network.url, 'exposure.entries', {}, { session: chief })).rows;
    };
    const named = { kind: 'lost', measure: 'count', workstationName: 'Desk 1', quantity: 60 };
    expect(await entries()).toMatchObject([named]);
    expect(counted(MEMBER)).toEqual({ [MEMBER]: [0, 0, 0] });

    const other = await b.ok('redemption:redeem', take(MEMBER, 100));
    await b.ok('redemption:capture', { redemptionId: other.redemptionId, volumeMl: null });
    await b.syncOk();
    a.line.state = 'up';
    await a.engine.syncOnce();
    await a.engine.syncOnce();
    expect(a.engine.syncState()).toMatchObject({ queueLength: 0, attention: [] });
    expect(counted(MEMBER)).toEqual({ [MEMBER]: [150, 0, 0] });
    const excess = (await entries()).filter(({ kind }) => kind === 'excess');
    expect(excess).toMatchObject([{ measure: 'count', quantity: 50, workstationName: 'Desk 1' }]);
    expect((await b.refused('redemption:redeem', take(MEMBER, 1))).code).toBe(
      'POINTS_INSUFFICIENT',
    );
  });

  it('of a reversed sale that were spent before become a debt, never less than zero', async () => {
    const saleId = await accrue(100);
    await a.ok('redemption:redeem', take(MEMBER, 80));
    const session = await signIn(network.url, 'curator');
    const asked = { commandId: uuid(), pointsAccountId: 'member-1', saleId };
    await call(network.url, 'points.reverse-accrual', asked, { session });
    const row = network.backend.store.db
      .prepare<[string], { body: string }>('SELECT body FROM asset WHERE asset_key = ?')
      .get(MEMBER);
    expect(JSON.parse(row?.body ?? '{}')).toMatchObject({
      account: { creditedPoints: 80, debtPoints: 80 },
    });
    await accrue(90);
    expect((await a.refused('redemption:redeem', take(MEMBER, 11))).params).toMatchObject({
      leftCount: 10,
    });
  });
});
