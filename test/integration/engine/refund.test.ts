import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import type { BackendClient } from '#engine/ports.ts';
import type { BridgeInput } from '#protocol/bridge.ts';
import { addStaff } from '#test/support/backend/door-people.ts';
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
  await addStaff(network.backend, { login: 'senior', role: 'shift-supervisor' });
});
afterAll(() => network.backend.stop());
beforeEach(async () => {
  bench = await EngineBench.start(network);
  await bench.signIn('senior');
});
afterEach(() => {
  expect(bench.engine.core.journal.verify()).toBeNull();
  bench.dispose();
});

const PERIOD = { fromDate: '2026-11-21', toDate: '2026-11-21' };

/** A captured fill of ten litres on the first card, known to the backend. */
async function sold(): Promise<string> {
  const held = await bench.ok('sale:authorize', bench.question());
  const { saleId } = held.sale;
  await bench.ok('sale:capture', { saleId, volumeMl: 10_000 });
  await bench.syncOk();
  return saleId;
}

const refund = (
  saleId: string,
  patch: Partial<BridgeInput<'refund:make'>> = {},
): BridgeInput<'refund:make'> => ({
  commandId: uuid(),
  saleId,
  cardId: 'card-1',
  to: 'card',
  volumeMl: 4_000,
  reason: 'The tank is full',
  ...patch,
});

async function statement(subjectId = 'card-1') {
  return call(
    network.url,
    'statement.get',
    { subjectKind: 'card', subjectId, ...PERIOD },
    { session: network.manager },
  );
}

const refundsOf = async (saleId: string) =>
  (await statement()).lines.filter((line) => line.kind === 'refund' && line.linkedId === saleId);

async function moneyUsed(): Promise<number> {
  const asked = { contractId: 'client-1' };
  const answer = await call(network.url, 'contract.get', asked, { session: network.manager });
  return answer.remainders.find(({ limitId }) => limitId === null)?.used ?? 0;
}

describe('a refund at the desk', () => {
  it('and a block are answered as queued while a round of synchronization takes its time', async () => {
    const saleId = await sold();
    const { client } = bench.line;
    const gate = Promise.withResolvers<undefined>();
    const backend: BackendClient = {
      call: async (routeId, input, auth) => {
        if (routeId === 'journal.push') await gate.promise;
        return client.call(routeId, input, auth);
      },
    };
    await bench.restart({ backend });
    await bench.syncOk();
    await bench.signIn('senior');
    const asked = refund(saleId);
    expect(await bench.ok('refund:make', asked)).toMatchObject({ state: 'queued' });
    const block = { cardId: 'card-2', reason: 'client' } as const;
    expect(await bench.ok('card:block', block)).toEqual({ done: true, queued: true });
    gate.resolve(undefined);
    await bench.syncOk();
    await bench.syncOk();
    expect(await bench.ok('refund:make', asked)).toMatchObject({ state: 'booked' });
    expect(await refundsOf(saleId)).toHaveLength(1);
    const unblock = { commandId: uuid(), cardId: block.cardId };
    await call(network.url, 'card.unblock', unblock, { session: network.manager });
  });

  it('without the link is queued, and booked once when it is pushed: the window has it back', async () => {
    const saleId = await sold();
    await bench.cut();
    const asked = refund(saleId);
    const made = await bench.ok('refund:make', asked);
    expect(made).toMatchObject({ state: 'queued', refund: { volumeMl: 4_000 } });
    expect(made.refund.amountMinor).toBe(PRICE_MINOR_PER_LITRE * 4);
    expect(await bench.ok('refund:make', asked)).toEqual(made);
    const [fill] = (await bench.ok('sale:recent', { limit: 1 })).fills;
    expect(fill).toMatchObject({ sent: false, sale: { refundedMl: 4_000 } });
    expect(await refundsOf(saleId)).toEqual([]);
    const before = await moneyUsed();
    // The backend books it, and its answer is lost: the same lines come again.
    bench.line.state = 'up';
    bench.line.routes.set('journal.push', 'deaf');
    await bench.engine.syncOnce();
    bench.line.routes.clear();
    await bench.syncOk();
    expect(await moneyUsed()).toBe(before - PRICE_MINOR_PER_LITRE * 4);
    expect(await refundsOf(saleId)).toMatchObject([
      { lineId: asked.commandId, volumeMl: 4_000, amountMinor: PRICE_MINOR_PER_LITRE * 4 },
    ]);
    expect(await bench.ok('refund:make', asked)).toMatchObject({ state: 'booked' });
    expect(bench.engine.syncState()).toMatchObject({ attention: [], queueLength: 0 });
  });

  it('with the link goes the same way, and is booked before the window hears of it', async () => {
    const saleId = await sold();
    const made = await bench.ok('refund:make', refund(saleId, { to: 'account', cardId: null }));
    expect(made).toMatchObject({ state: 'booked', refund: { to: 'account' } });
    expect(await refundsOf(saleId)).toHaveLength(1);
  });

  it('never gives back more than was sold: a second refund of all, or one above the sale, is refused', async () => {
    const saleId = await sold();
    await bench.cut();
    const above = await bench.refused('refund:make', refund(saleId, { volumeMl: 10_001 }));
    expect(above).toMatchObject({
      code: 'REFUND_ABOVE_SALE',
      params: { largestVolumeMl: 10_000 },
    });
    await bench.ok('refund:make', refund(saleId, { volumeMl: 10_000 }));
    const second = await bench.refused('refund:make', refund(saleId, { volumeMl: 1 }));
    expect(second).toMatchObject({ code: 'REFUND_ABOVE_SALE', params: { largestVolumeMl: 0 } });
    await bench.mend();
    expect(await refundsOf(saleId)).toHaveLength(1);
  });

  it('goes to the card that bought it and is shown, while it may buy; else to the account', async () => {
    const saleId = await sold();
    await bench.cut();
    const other = await bench.refused('refund:make', refund(saleId, { cardId: 'card-2' }));
    expect(other.code).toBe('CARD_OTHER');
    const open = await bench.refused('refund:make', refund(uuid()));
    expect(open.code).toBe('LINK_DOWN');
    await bench.ok('refund:make', refund(saleId, { to: 'account', cardId: null }));
  });

  it('what the backend does not book waits for a person, and the fill is as whole here as there', async () => {
    const saleId = await sold();
    await bench.cut();
    // The office gives everything back while the line is down.
    const { core } = bench.engine;
    const asked = refund(saleId, { volumeMl: 10_000, to: 'account', cardId: null });
    const other = await EngineBench.start(network);
    await other.signIn('senior');
    await other.ok('refund:make', asked);
    other.dispose();
    const late = refund(saleId);
    expect(await bench.ok('refund:make', late)).toMatchObject({ state: 'queued' });
    await bench.mend();
    expect(await bench.ok('refund:make', late)).toMatchObject({
      state: 'refused',
      code: 'REFUND_ABOVE_SALE',
    });
    const [item] = bench.engine.syncState().attention;
    expect(item).toMatchObject({ kind: 'sale.refunded', code: 'REFUND_ABOVE_SALE' });
    const [fill] = (await bench.ok('sale:recent', { limit: 1 })).fills;
    expect(fill?.sale.refundedMl).toBe(0);
    expect(core.journal.head().seq).toBe(bench.engine.syncState().acknowledgedSeq);
    expect(await refundsOf(saleId)).toHaveLength(1);
  });

  it('is not taken for booked when the refusal was lost on the way and the program started anew', async () => {
    const saleId = await sold();
    await bench.cut();
    const asked = refund(saleId, { volumeMl: 10_000, to: 'account', cardId: null });
    const other = await EngineBench.start(network);
    await other.signIn('senior');
    await other.ok('refund:make', asked);
    other.dispose();
    const late = refund(saleId);
    await bench.ok('refund:make', late);
    bench.line.state = 'up';
    bench.line.routes.set('journal.push', 'deaf');
    await bench.engine.syncOnce();
    bench.line.routes.clear();
    await bench.restart();
    await bench.syncOk();
    await bench.signIn('senior');
    const known = await bench.ok('refund:make', late);
    expect(known).toMatchObject({ state: 'refused', code: 'REFUND_ABOVE_SALE' });
    const { attention, queueLength } = bench.engine.syncState();
    expect(queueLength).toBe(0);
    expect(attention).toMatchObject([{ kind: 'sale.refunded', code: 'REFUND_ABOVE_SALE' }]);
  });

  it('has a slip of its own that names the slip of its sale and each line [C3]', async () => {
    const saleId = await sold();
    await bench.cut();
    const asked = refund(saleId);
    await bench.ok('refund:make', asked);
    const sale = await bench.ok('sale:slip', { saleId });
    const back = await bench.ok('refund:slip', { refundId: asked.commandId });
    expect(sale.lines.map(({ amountMinor }) => amountMinor)).toEqual([PRICE_MINOR_PER_LITRE * 10]);
    expect(back).toMatchObject({
      kind: 'refund',
      saleSlipNumber: sale.slipNumber,
      slipNumber: sale.slipNumber + 1,
      volumeMl: 4_000,
      lines: [{ kind: 'fuel', volumeMl: 4_000, amountMinor: PRICE_MINOR_PER_LITRE * 4 }],
    });
    // What was sold a minute ago is known without the link too [C7].
    const { recentFills } = await bench.find();
    expect(recentFills[0]).toMatchObject({ saleId, pumpNumber: 1, volumeMl: 10_000 });
    await bench.mend();
  });

  it('stands in a statement that is read without the link, and totals add up', async () => {
    const saleId = await sold();
    const asked = { subjectKind: 'card', subjectId: 'card-1', ...PERIOD } as const;
    const before = await bench.ok('statement:get', asked);
    await bench.cut();
    await bench.ok('refund:make', refund(saleId));
    const after = await bench.ok('statement:get', asked);
    expect(after.lines.filter(({ kind }) => kind === 'refund')).toHaveLength(
      before.lines.filter(({ kind }) => kind === 'refund').length + 1,
    );
    expect(after.totals.refundMinor - before.totals.refundMinor).toBe(PRICE_MINOR_PER_LITRE * 4);
    await bench.mend();
    const { source: _source, asOfMs: _asOf, ...online } = await bench.ok('statement:get', asked);
    expect(online).toMatchObject({ totals: after.totals, closingMinor: after.closingMinor });
  });
});
