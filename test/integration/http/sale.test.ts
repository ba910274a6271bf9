import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  panHashOf,
  pans,
  PRICE_MINOR_PER_LITRE,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const SALE_LITRES = 30;
const TODAY = '2026-11-21';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

const desk = () => ({ bearer: network.workstation.bearer, session: network.operator });

function saleOf(
  cardId: string,
  volumeMl: number,
  saleId: string = uuid(),
): RouteInput<'sale.authorize'> {
  const ask = { by: 'volume', volumeMl } as const;
  return { saleId, cardId, productId: 'ai-95', pumpNumber: 1, ask, pin: null, leaseReturns: [] };
}

const authorize = (input: RouteInput<'sale.authorize'>) =>
  callRaw(network.url, 'sale.authorize', input, desk());

const statementOf = (subjectId: string): Promise<RouteAnswer<'statement.get'>> =>
  call(
    network.url,
    'statement.get',
    { subjectKind: 'contract', subjectId, fromDate: TODAY, toDate: TODAY },
    { session: network.manager },
  );

describe('a sale over HTTP', () => {
  it('card check, hold, capture and statement agree to the last minor unit', async () => {
    const { url, workstation } = network;
    const panHash = panHashOf(network, pans[0] ?? '');
    const checked = await call(url, 'sale.check', { panHash }, desk());
    expect(checked.card.cardId).toBe('card-1');
    expect(checked.card.panMasked).toBe(`•••• ${pans[0]?.slice(-4)}`);
    const before = await statementOf('client-1');
    const input = saleOf('card-1', SALE_LITRES * 1000);
    const held = await call(url, 'sale.authorize', input, desk());
    expect(held).toMatchObject({ state: 'held', mode: 'online', holdVolumeMl: 30_000 });
    const capture = { saleId: held.saleId, volumeMl: 25_000, slipNumber: 1 };
    const capturedAtMs = network.backend.clock.nowMs();
    const asked = { commandId: uuid(), capturedAtMs, ...capture };
    const sale = await call(url, 'sale.capture', asked, { bearer: workstation.bearer });
    expect(sale).toMatchObject({ state: 'captured', amountMinor: 25 * PRICE_MINOR_PER_LITRE });
    const after = await statementOf('client-1');
    expect(after.lines.at(-1)).toMatchObject({
      kind: 'sale',
      cardId: 'card-1',
      volumeMl: 25_000,
      amountMinor: -sale.amountMinor,
      vatMinor: sale.vatMinor,
    });
    expect((after.closingMinor ?? 0) - (before.closingMinor ?? 0)).toBe(-sale.amountMinor);
  });

  it('a repeated request gets the first answer and has no second effect (I2)', async () => {
    const { url, workstation } = network;
    const input = saleOf('card-2', 10_000);
    const first = await authorize(input);
    const checksum = await network.backend.state();
    const again = await Promise.all(Array.from({ length: 5 }, () => authorize(input)));
    for (const answer of again) expect(answer.body).toEqual(first.body);
    const atMs = network.backend.clock.nowMs();
    const reverse = { commandId: uuid(), saleId: input.saleId, reversedAtMs: atMs };
    expect(await network.backend.state()).toBe(checksum);
    const bearer = { bearer: workstation.bearer };
    expect(await call(url, 'sale.reverse', reverse, bearer)).toEqual({ done: true });
    expect(await call(url, 'sale.reverse', reverse, bearer)).toEqual({ done: true });
    expect(await authorize(input)).toMatchObject({ status: 200, body: first.body });
  });

  it('the same id with another question is refused', async () => {
    const input = saleOf('card-2', 10_000);
    await authorize(input);
    const other = { ...input, ask: { by: 'volume', volumeMl: 11_000 } } as const;
    expect(outcomeOf(await authorize(other))).toBe('409 COMMAND_ID_REUSED');
  });

  it('an id that was reversed before it was seen is refused for ever (architecture §6)', async () => {
    const { url, workstation } = network;
    const input = saleOf('card-2', 10_000);
    const atMs = network.backend.clock.nowMs();
    const reverse = { commandId: uuid(), saleId: input.saleId, reversedAtMs: atMs };
    await call(url, 'sale.reverse', reverse, { bearer: workstation.bearer });
    expect(outcomeOf(await authorize(input))).toBe('409 SALE_REVERSED');
  });

  it('[O-14] 100 authorizations at once, room for exactly 40: 40 pass, 60 are refused (I1)', async () => {
    const { url, manager } = network;
    const limit = {
      ...PLAIN_TERMS,
      limitId: 'limit-40',
      subjectKind: 'card',
      subjectId: 'card-3',
      scopeKind: 'all',
      scopeId: null,
      measure: 'volume',
      amount: 40_000,
      period: 'day',
    } as const;
    await call(url, 'limit.set', { commandId: uuid(), limit }, { session: manager });
    const asked = Array.from({ length: 100 }, () => authorize(saleOf('card-3', 1_000)));
    const outcomes = (await Promise.all(asked)).map(outcomeOf);
    expect(outcomes.filter((outcome) => outcome === '200')).toHaveLength(40);
    expect(outcomes.filter((outcome) => outcome === '422 LIMIT_EXCEEDED')).toHaveLength(60);
    const { remainders } = await call(url, 'card.get', { cardId: 'card-3' }, { session: manager });
    expect(remainders.find(({ limitId }) => limitId === 'limit-40')).toMatchObject({
      used: 40_000,
      left: 0,
    });
  });

  it('[N-16] a limit that was taken away and set again is repeated as it was answered', async () => {
    const { url, manager } = network;
    const session = { session: manager };
    const remove = { commandId: uuid(), limitId: 'limit-40' };
    expect(await call(url, 'limit.remove', remove, session)).toEqual({ done: true });
    expect(await call(url, 'limit.remove', remove, session)).toEqual({ done: true });
    const other = { commandId: uuid(), limitId: 'limit-40' };
    const refused = await callRaw(url, 'limit.remove', other, session);
    expect(refused.status).toBe(404);
  });

  it('[O-12] a blocked card is refused at the next request (I5)', async () => {
    const { url, manager } = network;
    const block = { commandId: uuid(), cardId: 'card-2', reason: 'theft' } as const;
    await call(url, 'card.block', block, { session: network.administrator });
    expect(outcomeOf(await authorize(saleOf('card-2', 1_000)))).toBe('422 CARD_BLOCKED');
    const unblock = { commandId: uuid(), cardId: 'card-2' };
    await call(url, 'card.unblock', unblock, { session: manager });
    expect(outcomeOf(await authorize(saleOf('card-2', 1_000)))).toBe('200');
  });
});

describe('a card with a PIN', () => {
  const withPin = (pin: string | null) => ({ ...saleOf('card-1', 1_000), pin });

  it('[N-20] is asked for it, takes the right one, and the third error blocks', async () => {
    const { url, manager } = network;
    const setPin = { commandId: uuid(), cardId: 'card-1', pin: '4071', repeat: '4071' };
    await call(url, 'card.set-pin', setPin, { session: manager });
    expect(outcomeOf(await authorize(withPin(null)))).toBe('422 PIN_REQUIRED');
    expect(outcomeOf(await authorize(withPin('4071')))).toBe('200');
    const wrong = await authorize(withPin('4072'));
    expect(wrong.body).toMatchObject({ code: 'PIN_INVALID', params: { triesLeftCount: 2 } });
    expect(outcomeOf(await authorize(withPin('4071')))).toBe('200');
    const guesses = Array.from({ length: 12 }, (_, n) => authorize(withPin(String(5010 + n))));
    const outcomes = (await Promise.all(guesses)).map(outcomeOf);
    // Guesses in parallel do not run past the counter: two more are told apart, then the card is
    // closed to all.
    expect(outcomes.filter((outcome) => outcome === '422 PIN_INVALID')).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome === '422 PIN_BLOCKED')).toHaveLength(10);
    expect(outcomeOf(await authorize(withPin('4071')))).toBe('422 PIN_BLOCKED');
  });

  it('[N-20] a repeated request with a wrong PIN counts one error', async () => {
    const { url, manager } = network;
    const setPin = { commandId: uuid(), cardId: 'card-2', pin: '4071', repeat: '4071' };
    await call(url, 'card.set-pin', setPin, { session: manager });
    const input = { ...saleOf('card-2', 1_000), pin: '9053' };
    for (let time = 0; time < 4; time += 1) {
      expect((await authorize(input)).body).toMatchObject({ params: { triesLeftCount: 2 } });
    }
    const again = { ...saleOf('card-2', 1_000), pin: '9054' };
    expect((await authorize(again)).body).toMatchObject({ params: { triesLeftCount: 1 } });
    const third = { ...saleOf('card-2', 1_000), pin: '9055' };
    expect(outcomeOf(await authorize(third))).toBe('422 PIN_BLOCKED');
    const right = { ...saleOf('card-2', 1_000), pin: '4071' };
    expect(outcomeOf(await authorize(right))).toBe('422 PIN_BLOCKED');
  });

  it('[N-20] a PIN is nowhere in the log and nowhere in the database', async () => {
    expect(network.backend.logText()).not.toMatch(/(?<![0-9a-f-])"?4071"?(?![0-9a-f-])/u);
    const rows = await network.backend.rows('SELECT pin_verifier AS v FROM card');
    expect(JSON.stringify(rows)).toContain('$argon2id$');
    expect(JSON.stringify(rows)).not.toContain('4071');
  });
});
