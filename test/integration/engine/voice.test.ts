import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import { beginRecovery } from '#service/recovery/recovery.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

const FILL = { cardId: 'card-2', productId: 'dt', pumpNumber: 2, volumeMl: 30_000 };

let network: SmallNetwork;
let desk: EngineBench;
beforeEach(async () => {
  network = await startSmallNetwork();
  desk = await EngineBench.start(network);
  await desk.cut();
});
afterEach(async () => {
  desk.dispose();
  await network.backend.stop();
});

type Told = BridgeAnswer<'voice:challenge'>;

/** What the person in the office types from what was read out. */
async function inOffice(told: Told, misheard: { volumeMl?: number } = {}) {
  const session = await signIn(network.url, 'curator');
  const { workstationId } = desk.engine.core.identity;
  const { cardId, productId, volumeMl } = { ...FILL, ...misheard };
  const asked = { commandId: uuid(), workstationId, cardId, productId, volumeMl };
  const input = { ...asked, challenge: told.challenge };
  return callRaw(network.url, 'voice.reserve', input, { session });
}

async function codeFor(told: Told): Promise<string> {
  const session = await signIn(network.url, 'curator');
  const { workstationId } = desk.engine.core.identity;
  const { cardId, productId, volumeMl } = FILL;
  const asked = { commandId: uuid(), workstationId, cardId, productId, volumeMl };
  const { challenge } = told;
  return (await call(network.url, 'voice.reserve', { ...asked, challenge }, { session })).code;
}

describe('a fill that the office allows by telephone', () => {
  it('has no lease and no link, is sold by an eight-digit code, and its journal fits the reservation', async () => {
    const question = desk.question({ cardId: 'card-2', pumpNumber: 2 });
    expect((await desk.refused('sale:authorize', question)).code).toBe('LEASE_REQUIRED');
    const told = await desk.ok('voice:challenge', FILL);
    const code = await codeFor(told);
    expect(code).toMatch(/^\d{8}$/u);
    const { sale } = await desk.ok('voice:authorize', { counter: told.counter, code });
    expect(sale).toMatchObject({ state: 'held', holdVolumeMl: 30_000, holdAmountMinor: 180_000 });
    await desk.ok('sale:capture', { saleId: sale.saleId, volumeMl: 25_000 });
    await desk.mend();
    expect(desk.engine.syncState().attention).toEqual([]);
    const row = network.backend.store.db
      .prepare<[string], { state: string; volume: number }>(
        'SELECT state, volume_ml AS volume FROM sale WHERE sale_id = ?',
      )
      .get(sale.saleId);
    expect(row).toEqual({ state: 'captured', volume: 25_000 });
  });

  it('is booked as it was filled, also where the contract has no tolerance any more', async () => {
    const session = await signIn(network.url, 'curator');
    const tolerate = (volumeMl: number | null) => {
      const captureTolerance = volumeMl === null ? null : { by: 'volume' as const, volumeMl };
      const terms = { captureTolerance, fees: [], discounts: [] };
      const asked = { commandId: uuid(), contractId: 'client-1', terms };
      return call(network.url, 'contract.set-terms', asked, { session });
    };
    await tolerate(2_000);
    await desk.mend();
    await desk.cut();
    await tolerate(null);
    const told = await desk.ok('voice:challenge', FILL);
    const code = await codeFor(told);
    const { sale } = await desk.ok('voice:authorize', { counter: told.counter, code });
    await desk.ok('sale:capture', { saleId: sale.saleId, volumeMl: 31_000 });
    await desk.mend();
    expect(desk.engine.syncState().attention).toEqual([]);
    const booked = network.backend.store.db
      .prepare<[], object>('SELECT state, volume_ml AS volume FROM sale')
      .get();
    expect(booked).toEqual({ state: 'captured', volume: 31_000 });
    expect(network.backend.verify()).toMatchObject({ ok: true });
  });

  it('works once, and the same words in the office again give the same code', async () => {
    const told = await desk.ok('voice:challenge', FILL);
    const code = await codeFor(told);
    expect(await codeFor(told)).toBe(code);
    await desk.ok('voice:authorize', { counter: told.counter, code });
    const again = await desk.refused('voice:authorize', { counter: told.counter, code });
    expect(again.code).toBe('VOICE_CODE_VOID');
  });

  it('is given up after five wrong codes, and what was reserved goes back', async () => {
    const told = await desk.ok('voice:challenge', FILL);
    const code = await codeFor(told);
    const wrong = { counter: told.counter, code: code === '00000000' ? '11111111' : '00000000' };
    for (let left = 4; left >= 1; left -= 1) {
      expect(await desk.refused('voice:authorize', wrong)).toMatchObject({
        code: 'VOICE_CODE_INVALID',
        params: { triesLeftCount: left },
      });
    }
    expect((await desk.refused('voice:authorize', wrong)).code).toBe('VOICE_CODE_VOID');
    expect((await desk.refused('voice:authorize', { ...wrong, code })).code).toBe(
      'VOICE_CODE_VOID',
    );
    await desk.mend();
    const row = network.backend.store.db
      .prepare<[], { state: string }>('SELECT state FROM sale')
      .get();
    expect(row).toEqual({ state: 'reversed' });
  });

  it('that nobody comes back for is given back with the next round, and nobody has to call again', async () => {
    const told = await desk.ok('voice:challenge', FILL);
    await codeFor(told);
    const reserved = () =>
      network.backend.store.db.prepare<[], { state: string }>('SELECT state FROM sale').get();
    await desk.mend();
    expect(reserved()).toEqual({ state: 'held' });
    network.backend.clock.pass(31 * 60_000);
    await desk.mend();
    expect(reserved()).toEqual({ state: 'reversed' });
  });

  it('that was misheard is found before anything is reserved', async () => {
    const told = await desk.ok('voice:challenge', FILL);
    const answer = await inOffice(told, { volumeMl: 13_000 });
    expect(outcomeOf(answer)).toBe('422 VOICE_CHALLENGE_INVALID');
    expect(network.backend.store.db.prepare('SELECT 1 FROM sale').get()).toBeUndefined();
    expect(await codeFor(told)).toMatch(/^\d{8}$/u);
  });

  it('is not allowed by a till', async () => {
    const told = await desk.ok('voice:challenge', FILL);
    const session = await signIn(network.url, 'till');
    const { workstationId } = desk.engine.core.identity;
    const { cardId, productId, volumeMl } = FILL;
    const { challenge } = told;
    const asked = { commandId: uuid(), workstationId, challenge, cardId, productId, volumeMl };
    const answer = await callRaw(network.url, 'voice.reserve', asked, { session });
    expect(outcomeOf(answer)).toBe('403 FORBIDDEN');
  });

  it('is not reserved while a restored backend has not heard everybody', async () => {
    await beginRecovery(network.backend.service, 'told');
    const told = await desk.ok('voice:challenge', FILL);
    expect(outcomeOf(await inOffice(told))).toMatch(/ NETWORK_RECOVERING$/u);
    expect(network.backend.store.db.prepare('SELECT 1 FROM sale').get()).toBeUndefined();
  });
});
