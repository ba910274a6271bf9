import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { beginRecovery } from '#service/recovery/recovery.ts';
import { booksOf, leasedOf } from '#test/support/backend/books-of.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { signIn, type SmallNetwork } from '#test/support/backend/small-network.ts';
import type { TestBackend } from '#test/support/backend/test-backend.ts';
import type { EngineBench } from '#test/support/engine/engine-bench.ts';
import { RestoringNetwork, stateOfSale } from '#test/support/engine/restoring-network.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

let made: RestoringNetwork;
let network: SmallNetwork;
let benches: readonly EngineBench[];
const folder = temporaryFolder();
beforeEach(async () => {
  made = await RestoringNetwork.start();
  ({ network, benches } = made);
});
afterEach(() => made.dispose());

const desk = (number: 0 | 1): EngineBench => made.desk(number);
const restore = (file: string): Promise<TestBackend> => made.restore(file);

async function sell(
  bench: EngineBench,
  fill: { cardId?: string; pumpNumber?: number; capturedMl?: number | null } = {},
): Promise<string> {
  const { cardId = 'card-1', pumpNumber = 1, capturedMl = 8_000 } = fill;
  const { sale } = await bench.ok('sale:authorize', bench.question({ cardId, pumpNumber }));
  if (capturedMl !== null) {
    await bench.ok('sale:capture', { saleId: sale.saleId, volumeMl: capturedMl });
  }
  return sale.saleId;
}

/** A day after the backup: sales of every kind, leases, tokens that changed. */
async function day(): Promise<void> {
  const [a, b] = [desk(0), desk(1)];
  await sell(a);
  await sell(b, { cardId: 'card-3', capturedMl: null, pumpNumber: 2 });
  network.backend.clock.pass(6 * 60_000);
  await a.find();
  await a.syncOk();
  await a.cut();
  await sell(a, { capturedMl: 5_000 });
  await sell(a, { capturedMl: null, pumpNumber: 3 });
  network.backend.clock.pass(16 * 60_000);
  a.line.state = 'up';
  await a.syncOk();
  await b.syncOk();
}

describe('a backend that was restored from a backup', () => {
  it('gets back what it lost from the journals: nothing is lost, nothing is doubled (I2, I4)', async () => {
    await sell(desk(0));
    for (const bench of benches) await bench.syncOk();
    const file = join(folder.path, `${uuid()}.db`);
    network.backend.backUp(file);
    await day();
    const whole = booksOf(network.backend);
    const before = await network.backend.service.stores.identity.network();

    const backend = await restore(file);
    expect(booksOf(backend)).not.toEqual(whole);
    for (const bench of benches) await bench.syncOk();
    expect(booksOf(backend)).toEqual(whole);
    expect(leasedOf(backend)).toBe(0);
    const after = await backend.service.stores.identity.network();
    expect(after?.epoch).not.toBe(before?.epoch);
    for (const bench of benches) expect(bench.engine.syncState().attention).toEqual([]);
    // Pushed once more, by whoever does not believe it: nothing moves.
    for (const bench of benches) await bench.syncOk();
    expect(booksOf(backend)).toEqual(whole);
  });

  it('[I6] [I7] gets back what was taken of vouchers and points since the backup', async () => {
    const [a, b] = [desk(0), desk(1)];
    const session = await signIn(network.url, 'curator');
    const office = { commandId: uuid(), contractId: 'client-1' };
    const talon = { voucherId: 'talon-1', productId: 'dt', nominalMl: 20_000, stationIds: null };
    const vouchers = [{ ...talon, priceMinorPerLitre: 6_000, validTo: '2030-11-30' }];
    await call(network.url, 'voucher.issue', { ...office, vouchers }, { session });
    const member = { pointsAccountId: 'member-1' };
    const account = { ...office, ...member, commandId: uuid(), programmeId: 'bonus' };
    await call(network.url, 'points.open', account, { session });
    const accrued = { commandId: uuid(), ...member, saleId: uuid(), points: 100 };
    await call(network.url, 'points.accrue', accrued, { session });
    for (const bench of benches) await bench.syncOk();
    const file = join(folder.path, `${uuid()}.db`);
    network.backend.backUp(file);
    const take = (allowanceKey: string, quantity: number) => {
      return { redemptionId: uuid(), allowanceKey, quantity, productId: null };
    };
    const { redemptionId } = await a.ok('redemption:redeem', take('voucher/talon-1', 1));
    await b.ok('redemption:reserve', { allowanceKey: 'points/member-1', wanted: 60 });
    await b.ok('redemption:redeem', take('points/member-1', 50));
    for (const bench of benches) await bench.syncOk();
    const whole = booksOf(network.backend);

    network.backend.clock.pass(16 * 60_000);
    const backend = await restore(file);
    for (const bench of benches) await bench.syncOk();
    expect(booksOf(backend)).toEqual(whole);
    expect(leasedOf(backend)).toBe(0);
    await a.ok('redemption:capture', { redemptionId, volumeMl: 19_500 });
    await a.syncOk();
    for (const bench of benches) expect(bench.engine.syncState().attention).toEqual([]);
  });

  it('decides nothing for sure until every workstation has reported or is lost', async () => {
    for (const bench of benches) await bench.syncOk();
    const file = join(folder.path, `${uuid()}.db`);
    network.backend.backUp(file);
    await day();
    const backend = await restore(file);
    const [a, b] = [desk(0), desk(1)];
    await a.syncOk();
    // The workstation of the network's own test never speaks again, and the second one not yet.
    expect(a.engine.syncState().recovery).toEqual({ awaitedCount: 3 });
    await a.syncOk();
    expect(a.engine.syncState().recovery).toEqual({ awaitedCount: 2 });
    await a.signIn();
    const refused = await a.refused('sale:authorize', a.question({ pumpNumber: 5 }));
    expect(refused).toMatchObject({ code: 'NETWORK_RECOVERING', params: { awaitedCount: 2 } });

    await b.syncOk();
    const session = await signIn(backend.url, 'chief');
    const { recovery } = await call(backend.url, 'recovery.get', {}, { session });
    const { workstationId } = network.workstation;
    const awaited = recovery?.workstations.filter(({ standing }) => standing === 'awaited');
    expect(awaited?.map((row) => row.workstationId)).toEqual([workstationId]);
    expect(recovery?.reason).toBe('head');
    const lost = { commandId: uuid(), workstationId, state: 'lost' } as const;
    await call(backend.url, 'workstation.revoke', lost, { session });
    await a.syncOk();
    expect(a.engine.syncState().recovery).toBeNull();
    await sell(a, { pumpNumber: 5 });
    await b.syncOk();
    expect(b.engine.syncState().recovery).toBeNull();
  });

  it('shows the office who came back with what, until somebody has finished it', async () => {
    for (const bench of benches) await bench.syncOk();
    const file = join(folder.path, `${uuid()}.db`);
    network.backend.backUp(file);
    await day();
    const backend = await restore(file);
    const session = await signIn(backend.url, 'chief');
    const report = async () => (await call(backend.url, 'recovery.get', {}, { session })).recovery;
    const finish = { commandId: uuid() };
    expect(await report()).toBeNull();
    for (const bench of benches) await bench.syncOk();
    const shown = (await report())?.workstations ?? [];
    const own = (bench: EngineBench) =>
      shown.find(({ workstationId }) => workstationId === bench.engine.core.identity.workstationId);
    // Two fills and a hold of the day; a hold of another desk.
    expect(own(desk(0))).toMatchObject({ standing: 'reported', fillCount: 2, refusedCount: 0 });
    expect(own(desk(1))).toMatchObject({ standing: 'reported', fillCount: 0 });
    expect(own(desk(1))?.lineCount).toBeGreaterThan(0);
    expect(shown.find(({ standing }) => standing === 'awaited')).toMatchObject({ lineCount: 0 });
    expect(outcomeOf(await callRaw(backend.url, 'recovery.finish', finish, { session }))).toBe(
      '409 RECOVERY_AWAITED',
    );

    const { workstationId } = network.workstation;
    const lost = { commandId: uuid(), workstationId, state: 'lost' } as const;
    await call(backend.url, 'workstation.revoke', lost, { session });
    const over = await report();
    expect(over?.endedAtMs).toBe(backend.clock.nowMs());
    expect(over?.workstations.map(({ standing }) => standing).toSorted()).toEqual([
      'lost',
      'reported',
      'reported',
    ]);
    // What is sold from now on is no part of what was brought.
    await desk(0).syncOk();
    await desk(0).signIn();
    await sell(desk(0), { pumpNumber: 5 });
    await desk(0).syncOk();
    expect((await report())?.workstations).toEqual(
      over?.workstations.map((row) => expect.objectContaining({ lineCount: row.lineCount })),
    );

    await call(backend.url, 'recovery.finish', finish, { session });
    await call(backend.url, 'recovery.finish', finish, { session });
    expect(await report()).toBeNull();
    const again = { commandId: uuid() };
    expect(outcomeOf(await callRaw(backend.url, 'recovery.finish', again, { session }))).toBe(
      '409 RECOVERY_OVER',
    );
  });

  it('hears a workstation out that was declared lost before it came back (§7: booked, never refused)', async () => {
    for (const bench of benches) await bench.syncOk();
    const file = join(folder.path, `${uuid()}.db`);
    network.backend.backUp(file);
    await day();
    const told = await sell(desk(1), { pumpNumber: 4 });
    await desk(1).syncOk();
    const backend = await restore(file);
    await desk(0).syncOk();
    const session = await signIn(backend.url, 'chief');
    for (const { workstationId } of [network.workstation, desk(1).engine.core.identity]) {
      const lost = { commandId: uuid(), workstationId, state: 'lost' } as const;
      await call(backend.url, 'workstation.revoke', lost, { session });
    }
    await desk(0).syncOk();
    expect(await backend.service.stores.recovery.recovery()).toBeNull();

    // Its token is of the time that is lost, and its head is ahead of all that is known here.
    await desk(1).engine.syncOnce();
    expect(desk(1).engine.work().unsentCount).toBe(0);
    expect(stateOfSale(backend, told)).toBe('captured');
    // A late one is nothing to begin another recovery for.
    expect(await backend.service.stores.recovery.recovery()).toBeNull();
  });

  it('gives a desk that asked meanwhile its leases as soon as it is over, not minutes later', async () => {
    const a = desk(0);
    await sell(a);
    await a.syncOk();
    await beginRecovery(network.backend.service, 'told');
    network.backend.clock.pass(6 * 60_000);
    await a.find();
    await a.syncOk();
    await a.syncOk();
    await desk(1).syncOk();
    const { recovery } = network.backend.service.stores;
    await recovery.noLongerAwaited(network.workstation.workstationId, 0);
    expect(await recovery.recovery()).toBeNull();
    await a.syncOk();
    await a.cut();
    await a.sellOffline();
  });

  it('sells meanwhile only within the exposure that a person declared', async () => {
    await beginRecovery(network.backend.service, 'told');
    const { url, administrator: session } = network;
    const a = desk(0);
    await a.syncOk();
    await a.signIn();
    expect(await a.refused('sale:authorize', a.question())).toMatchObject({
      code: 'NETWORK_RECOVERING',
    });
    // One fill of 10 l at 60.00, and no second one.
    const declared = { commandId: uuid(), amountMinor: 100_000, reason: 'rush hour' };
    await call(url, 'recovery.declare', declared, { session });
    await a.sell({}, 8_000);
    const checksum = booksOf(network.backend);
    expect(await a.refused('sale:authorize', a.question())).toMatchObject({
      code: 'NETWORK_RECOVERING',
    });
    expect(soldTotal(booksOf(network.backend))).toEqual(soldTotal(checksum));
  });

  it('takes a workstation in whose token it lost, and no stranger', async () => {
    await beginRecovery(network.backend.service, 'told');
    const { url, workstation, backend } = network;
    const now = backend.clock.nowMs();
    const unknown = workstation.sessionRequest(now, 'a-token-of-a-lost-time');
    expect(outcomeOf(await callRaw(url, 'workstation.session', unknown))).toBe('200');
    const foreign = { ...unknown, signature: workstation.sign('something else') };
    expect(outcomeOf(await callRaw(url, 'workstation.session', foreign))).toBe(
      '401 WORKSTATION_SIGNATURE_INVALID',
    );
    await backend.service.stores.recovery.noLongerAwaited(workstation.workstationId, now);
    const later = workstation.sessionRequest(now, 'another-token-of-a-lost-time');
    expect(outcomeOf(await callRaw(url, 'workstation.session', later))).toBe('401 UNAUTHORIZED');
  });

  it('does not lock a workstation out whose request of a lost time comes late', async () => {
    await beginRecovery(network.backend.service, 'told');
    const { url, workstation, backend } = network;
    const now = backend.clock.nowMs();
    const ask = (token?: string): Promise<{ readonly refreshToken: string }> =>
      call(url, 'workstation.session', workstation.sessionRequest(now, token));
    const refused = async (token?: string): Promise<string> =>
      outcomeOf(await callRaw(url, 'workstation.session', workstation.sessionRequest(now, token)));
    const kept = await backend.service.stores.identity.workstation(workstation.workstationId);
    if (kept === null) throw new Error('the workstation has enrolled');
    const second = await ask();
    const third = await ask(second.refreshToken);
    // The database is as it was before these two.
    await backend.service.stores.identity.putWorkstationTokens(workstation.workstationId, {
      ...kept,
      lastSeenAtMs: now,
    });
    const fourth = await ask(third.refreshToken);
    expect(await refused(second.refreshToken)).toBe('401 UNAUTHORIZED');
    expect(await refused()).toBe('401 UNAUTHORIZED');
    await backend.service.stores.recovery.noLongerAwaited(workstation.workstationId, now);
    expect(await ask(fourth.refreshToken)).not.toEqual(fourth);
  });

  it('takes no report of an earlier recovery that comes late for one of this', async () => {
    const { url, workstation, backend } = network;
    await beginRecovery(backend.service, 'told');
    await workstation.openSession(backend.clock.nowMs());
    await beginRecovery(backend.service, 'told');
    const late = { bearer: workstation.bearer };
    expect(outcomeOf(await callRaw(url, 'recovery.report', { headSeq: 0 }, late))).toBe(
      '401 UNAUTHORIZED',
    );
    const recovery = await backend.service.stores.recovery.recovery();
    expect(recovery?.awaitedIds).toContain(workstation.workstationId);
  });

  it('believes no head that it has not signed itself', async () => {
    const { url, workstation, backend } = network;
    const line = workstation.write('leases.killed', { reason: 'epoch' }, backend.clock.nowMs());
    const hash = line.hash;
    const { keyId } = workstation.enrolled.backendKeys[0] ?? { keyId: '' };
    const head = { seq: 1, hash, keyId, coSignature: workstation.sign(hash) };
    const asked = { ...workstation.sessionRequest(backend.clock.nowMs()), head };
    expect(outcomeOf(await callRaw(url, 'workstation.session', asked))).toBe('200');
    expect(await backend.service.stores.recovery.recovery()).toBeNull();
  });
});

describe('a voucher in a backend that was restored', () => {
  it('[I6] is not redeemed while another desk, not heard yet, may hold its lease', async () => {
    const talon = { voucherId: 'talon-1', productId: 'dt', nominalMl: 20_000, stationIds: null };
    const vouchers = [{ ...talon, priceMinorPerLitre: 6_000, validTo: '2026-11-30' }];
    const { url, manager: session } = network;
    const asked = { commandId: uuid(), contractId: 'client-1', vouchers };
    await call(url, 'voucher.issue', asked, { session });
    const file = join(folder.path, `${uuid()}.db`);
    network.backend.backUp(file);
    const [a, b] = [desk(0), desk(1)];
    const reserve = { allowanceKey: 'voucher/talon-1', wanted: 1 };
    await a.ok('redemption:reserve', reserve);
    await a.cut();
    await sell(b);
    await b.syncOk();
    network.backend.clock.pass(16 * 60_000);
    await restore(file);
    // The first round tells the backend that it was restored.
    await b.syncOk();
    await b.syncOk();
    await b.signIn();
    const taken = { redemptionId: uuid(), allowanceKey: 'voucher/talon-1', quantity: 1 };
    const redeemed = await b.refused('redemption:redeem', { ...taken, productId: null });
    expect(redeemed.code).toBe('NETWORK_RECOVERING');
    expect((await b.refused('redemption:reserve', reserve)).code).toBe('NETWORK_RECOVERING');
  });
});

function soldTotal(told: unknown): unknown {
  return (told as { packs: unknown }).packs;
}
