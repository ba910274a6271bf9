import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '#domain/journal/chain.ts';
import { HOLD_STALE_AFTER_MS, type Sale } from '#domain/sale/sale.ts';
import { heldBody } from '#engine/sale/authorize-offline.ts';
import type { JournalKind } from '#protocol/journal.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const DAY_MS = 86_400_000;

let network: SmallNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
});
afterEach(() => network.backend.stop());

const nowMs = () => network.backend.clock.nowMs();

/** The desk tells a line of its journal by a clock that goes before the backend's by so much. */
async function tell(skewMs: number, kind: JournalKind, body: Record<string, Json>): Promise<void> {
  const { workstation } = network;
  await workstation.openSession(nowMs());
  const { answers } = await workstation.push([workstation.write(kind, body, nowMs() + skewMs)]);
  expect(answers).toMatchObject([{ code: null }]);
}

const question = () => ({ saleId: uuid(), cardId: 'card-1', productId: 'dt', pumpNumber: 1 });

/** Asks the backend for a fill, which passes. */
async function authorize(asked: ReturnType<typeof question>) {
  const { url, workstation } = network;
  await workstation.openSession(nowMs());
  const session = await signIn(url, 'till', workstation);
  const fill = { ...asked, pin: null, ask: { by: 'volume', volumeMl: 10_000 } } as const;
  const desk = { bearer: workstation.bearer, session };
  return call(url, 'sale.authorize', { ...fill, leaseReturns: [] }, desk);
}

/** What the desk writes when it has seen the answer. */
const held = (sale: Sale): Record<string, Json> => JSON.parse(JSON.stringify(heldBody(sale)));

/** The office tries to give the hold up. */
async function giveUp(saleId: string): Promise<string> {
  const session = await signIn(network.url, 'chief');
  const asked = { commandId: uuid(), saleId };
  return outcomeOf(await callRaw(network.url, 'hold.void', asked, { session }));
}

const ALIVE = '422 HOLD_ALIVE';
const pass = (ms: number) => network.backend.clock.pass(ms);
const restart = (skewMs: number) => tell(skewMs, 'leases.killed', { reason: 'clock' });

describe('a stale hold of a desk whose clock is wrong', () => {
  it.each([
    ['half an hour ahead', HOLD_STALE_AFTER_MS],
    ['a day ahead', DAY_MS],
    ['right', 0],
    ['a day behind', -DAY_MS],
  ])('is given up when the desk has told past it, and not before: a clock %s', async (_how, by) => {
    const asked = question();
    await tell(by, 'sale.asked', asked);
    await authorize(asked);
    pass(HOLD_STALE_AFTER_MS - 1);
    await restart(by);
    pass(1);
    // The pump may run: its hold is in a line that comes next.
    expect(await giveUp(asked.saleId)).toBe(ALIVE);
    await restart(by);
    expect(await giveUp(asked.saleId)).toBe('200');
  });

  it('stays when the desk has told that it saw it', async () => {
    const asked = question();
    await tell(DAY_MS, 'sale.asked', asked);
    await tell(DAY_MS, 'sale.held', held(await authorize(asked)));
    pass(DAY_MS);
    await restart(DAY_MS);
    expect(await giveUp(asked.saleId)).toBe(ALIVE);
  });

  it('is given up by a later hold, where a lost disk took the question with it', async () => {
    const { saleId } = await authorize(question());
    await restart(DAY_MS);
    pass(HOLD_STALE_AFTER_MS);
    await restart(DAY_MS);
    expect(await giveUp(saleId)).toBe(ALIVE);
    const next = { ...question(), pumpNumber: 2 };
    await tell(-DAY_MS, 'sale.asked', next);
    await tell(-DAY_MS, 'sale.held', held(await authorize(next)));
    expect(await giveUp(saleId)).toBe('200');
    expect(await giveUp(next.saleId)).toBe(ALIVE);
  });
});
