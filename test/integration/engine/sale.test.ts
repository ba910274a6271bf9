import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import {
  PRICE_MINOR_PER_LITRE,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { call } from '#test/support/backend/http-client.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

let network: SmallNetwork;
let bench: EngineBench;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());
beforeEach(async () => {
  bench = await EngineBench.start(network);
});
afterEach(() => {
  expect(bench.engine.core.journal.verify()).toBeNull();
  bench.dispose();
});

const TEN_LITRES_MINOR = PRICE_MINOR_PER_LITRE * 10;

async function contractMoney(contractId: string): Promise<number> {
  const { remainders } = await call(
    network.url,
    'contract.get',
    { contractId },
    { session: network.manager },
  );
  const money = remainders.find((remainder) => remainder.limitId === null);
  return money?.used ?? 0;
}

describe('online', () => {
  it('sells from hold to capture, and the backend books the same amounts [C11]', async () => {
    const before = await contractMoney('client-1');
    const view = await bench.find();
    expect(view.source).toBe('online');
    const held = await bench.ok('sale:authorize', bench.question());
    expect(held.sale).toMatchObject({ mode: 'online', state: 'held', holdVolumeMl: 10_000 });
    const done = await bench.ok('sale:capture', { saleId: held.sale.saleId, volumeMl: 7_500 });
    expect(done.sale).toMatchObject({ state: 'captured', volumeMl: 7_500, slipNumber: 1 });
    expect(done.sent).toBe(false);
    await bench.syncOk();
    const [sent] = (await bench.ok('sale:recent', { limit: 1 })).fills;
    expect(sent?.sent).toBe(true);
    const leased = bench.engine.core.journal.db
      .prepare<[], { sum: number }>(
        `SELECT coalesce(sum(remaining), 0) AS sum FROM lease WHERE allowance_key = 'money/client-1'`,
      )
      .get();
    const after = await contractMoney('client-1');
    expect(after - before - (leased?.sum ?? 0)).toBe((PRICE_MINOR_PER_LITRE * 75) / 10);
    expect(bench.engine.syncState().attention).toEqual([]);
  });

  it('one pump has one open fill', async () => {
    await bench.ok('sale:authorize', bench.question());
    const second = await bench.refused('sale:authorize', bench.question({ cardId: 'card-2' }));
    expect(second).toEqual({ code: 'PUMP_BUSY', params: { pumpNumber: 1 } });
    await bench.ok('sale:authorize', bench.question({ cardId: 'card-2', pumpNumber: 2 }));
  });

  it('the same question again gets the same fill', async () => {
    const question = bench.question();
    const first = await bench.ok('sale:authorize', question);
    const again = await bench.ok('sale:authorize', question);
    expect(again).toEqual(first);
  });

  it('[I4] another question under the id of a fill does not take its place', async () => {
    const question = bench.question();
    const other = { ...question, cardId: 'card-2', pumpNumber: 2 };
    const asked = [question, other].map((one) => bench.desk.call('sale:authorize', one));
    const [first, second] = await Promise.all(asked);
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject({ ok: false, code: 'COMMAND_ID_REUSED' });
    const { fills } = await bench.ok('sale:open', {});
    expect(fills.map(({ sale }) => sale.cardId)).toEqual(['card-1']);
  });

  it('[I2] another product or volume under the id of a fill is not answered with that fill', async () => {
    const question = bench.question();
    await bench.ok('sale:authorize', question);
    for (const other of [
      { ...question, productId: 'ai-95' },
      { ...question, ask: { by: 'volume', volumeMl: 50_000 } } as const,
    ]) {
      expect((await bench.refused('sale:authorize', other)).code).toBe('COMMAND_ID_REUSED');
    }
  });

  it('a refusal names what would pass and leaves nothing held', async () => {
    const question = bench.question({ ask: { by: 'volume', volumeMl: 1_999_999 } });
    const refusal = await bench.refused('sale:authorize', question);
    expect(refusal.code).toBe('INSUFFICIENT_FUNDS');
    expect(refusal.params['largestVolumeMl']).toBeGreaterThan(0);
    expect((await bench.ok('sale:open', {})).fills).toEqual([]);
    await bench.ok('sale:authorize', bench.question());
  });

  it('an answer that never came is reversed, and the fill is decided from leases under another id', async () => {
    await bench.find();
    await bench.syncOk();
    bench.line.routes.set('sale.authorize', 'deaf');
    const question = bench.question();
    const held = await bench.ok('sale:authorize', question);
    expect(held.sale.mode).toBe('offline');
    expect(held.sale.saleId).not.toBe(question.saleId);
    expect((await bench.ok('sale:authorize', question)).sale.saleId).toBe(held.sale.saleId);
    bench.line.routes.clear();
    await bench.ok('sale:capture', { saleId: held.sale.saleId, volumeMl: 10_000 });
    await bench.syncOk();
    const exposure = await call(network.url, 'exposure.list', {}, { session: network.manager });
    expect(exposure.rows.every((row) => row.excess === 0)).toBe(true);
    const state = bench.engine.syncState();
    expect(state.attention).toEqual([]);
    expect(state.queueLength).toBe(0);
    const statement = await call(
      network.url,
      'statement.get',
      { subjectKind: 'card', subjectId: 'card-1', fromDate: '2026-11-21', toDate: '2026-11-21' },
      { session: network.manager },
    );
    expect(statement.lines.filter((line) => line.lineId.includes(held.sale.saleId))).toHaveLength(
      1,
    );
    expect(statement.lines.some((line) => line.lineId.includes(question.saleId))).toBe(false);
  });

  it('is served from leases while the disk of the backend is full', async () => {
    await bench.find();
    await bench.syncOk();
    bench.line.routes.set('sale.authorize', 'full');
    const held = await bench.ok('sale:authorize', bench.question());
    expect(held.sale).toMatchObject({ mode: 'offline', state: 'held' });
    bench.line.routes.clear();
    await bench.ok('sale:capture', { saleId: held.sale.saleId, volumeMl: 10_000 });
    await bench.syncOk();
    expect(bench.engine.syncState()).toMatchObject({ attention: [], queueLength: 0 });
  });

  it('own leases are given back when the backend alone would refuse', async () => {
    const { manager, url } = network;
    const limit = {
      ...PLAIN_TERMS,
      limitId: uuid(),
      subjectKind: 'card',
      subjectId: 'card-2',
      scopeKind: 'all',
      scopeId: null,
      measure: 'volume',
      amount: 100_000,
      period: 'day',
    } as const;
    await call(url, 'limit.set', { commandId: uuid(), limit }, { session: manager });
    await bench.find(1);
    await bench.syncOk();
    const cardId = 'card-2';
    const all = bench.question({ cardId, ask: { by: 'volume', volumeMl: 100_000 } });
    const held = await bench.ok('sale:authorize', all);
    expect(held.sale).toMatchObject({ mode: 'online', holdVolumeMl: 100_000 });
    await bench.ok('sale:reverse', { saleId: held.sale.saleId });
    await bench.syncOk();
    await call(
      url,
      'limit.remove',
      { commandId: uuid(), limitId: limit.limitId },
      { session: manager },
    );
  });
});

describe('a card of elsewhere', () => {
  it('that the desk has just shown is refused for the station, not called unknown', async () => {
    await bench.find();
    const { db } = bench.engine.core.cache;
    db.prepare(`DELETE FROM record WHERE entity = 'card' AND row_id = 'card-1'`).run();
    const refusal = await bench.refused('sale:authorize', bench.question());
    const params = { owner: 'card', liftedBy: 'client' };
    expect(refusal).toMatchObject({ code: 'STATION_NOT_ALLOWED', params });
    expect(await bench.refusalOfSale({ cardId: 'nobody' })).toBe('CARD_NOT_FOUND');
  });

  it('whose contract is in another currency has no price here without the link either', async () => {
    await bench.leaseHere();
    await bench.cut();
    const { db } = bench.engine.core.cache;
    const changed = `json_set(body, '$.currency', 'KZT')`;
    db.exec(`UPDATE record SET body = ${changed} WHERE entity = 'contract'`);
    expect(await bench.refusalOfSale()).toBe('PRICE_NOT_SET');
  });
});

describe('offline', () => {
  it('[C1] [O-14] a leased card sells to the last unit of its lease; one more is refused with the remainder', async () => {
    const first = await bench.ok('sale:authorize', bench.question({ cardId: 'card-3' }));
    // A card's home is where it was sold: only there may it be sold without the link.
    await bench.ok('sale:capture', { saleId: first.sale.saleId, volumeMl: 10_000 });
    const view = await bench.find(2);
    expect(view.card.cardId).toBe('card-3');
    await bench.syncOk();
    await bench.cut();
    const local = await bench.find(2);
    expect(local.source).toBe('local');
    const money = local.remainders.find((remainder) => remainder.limitId === null);
    const left = money?.left ?? 0;
    expect(left).toBeGreaterThan(0);
    const cardId = 'card-3';
    const ask = { by: 'money', amountMinor: left + 1 } as const;
    const refusal = await bench.refused('sale:authorize', bench.question({ cardId, ask }));
    expect(refusal.code).toBe('LEASE_EXCEEDED');
    expect(refusal.params['leftMinor']).toBe(left);
    const exact = bench.question({ cardId, ask: { by: 'money', amountMinor: left } });
    const held = await bench.ok('sale:authorize', exact);
    expect(held.sale).toMatchObject({ mode: 'offline', holdAmountMinor: left });
    const small = bench.question({ cardId, pumpNumber: 2, ask: { by: 'volume', volumeMl: 1 } });
    expect((await bench.refused('sale:authorize', small)).code).toBe('LEASE_EXCEEDED');
    // What was not pumped goes back to the lease.
    await bench.ok('sale:capture', { saleId: held.sale.saleId, volumeMl: 1_000 });
    const after = await bench.find(2);
    const afterMoney = after.remainders.find((remainder) => remainder.limitId === null);
    expect(afterMoney?.left).toBe(left - PRICE_MINOR_PER_LITRE);
    await bench.mend();
    expect(bench.engine.syncState()).toMatchObject({ queueLength: 0, attention: [] });
  });

  it('a card without a lease is refused with LEASE_REQUIRED', async () => {
    await bench.cut();
    const refusal = await bench.refused('sale:authorize', bench.question());
    expect(refusal.code).toBe('LEASE_REQUIRED');
  });

  it('a blocked card is refused here at once, and everywhere after the link is back', async () => {
    await bench.find(1);
    await bench.syncOk();
    await bench.cut();
    const answer = await bench.ok('card:block', { cardId: 'card-2', reason: 'theft' });
    expect(answer.queued).toBe(true);
    const refusal = await bench.refused('sale:authorize', bench.question({ cardId: 'card-2' }));
    expect(refusal.code).toBe('CARD_BLOCKED');
    await bench.mend();
    const { card } = await call(
      network.url,
      'card.get',
      { cardId: 'card-2' },
      { session: network.manager },
    );
    expect(card).toMatchObject({ state: 'blocked', blockReason: 'theft' });
    await call(
      network.url,
      'card.unblock',
      { commandId: uuid(), cardId: 'card-2' },
      { session: network.manager },
    );
    await bench.syncOk();
    expect((await bench.find(1)).card.state).toBe('active');
  });

  it('the slip says what was sold and what is left', async () => {
    await bench.find();
    await bench.syncOk();
    await bench.cut();
    const held = await bench.ok('sale:authorize', bench.question());
    await bench.ok('sale:capture', { saleId: held.sale.saleId, volumeMl: 10_000 });
    const slip = await bench.ok('sale:slip', { saleId: held.sale.saleId });
    expect(slip).toMatchObject({
      volumeMl: 10_000,
      amountMinor: TEN_LITRES_MINOR,
      mode: 'offline',
    });
    expect(slip.panMasked).not.toMatch(/\d{12}/u);
  });
});
