import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes, type RouteId } from '#protocol/routes.ts';
import { call, callRaw, outcomeOf, type TestAnswer } from '#test/support/backend/http-client.ts';
import {
  foreignIds,
  importForeignCard,
  startTwoClients,
  type TwoClients,
} from '#test/support/backend/two-clients.ts';
import { addStaff } from '#test/support/backend/door-people.ts';
import { signIn } from '#test/support/backend/small-network.ts';

let network: TwoClients;
beforeAll(async () => {
  network = await startTwoClients();
});
afterAll(() => network.backend.stop());

const asRepresentative = (routeId: RouteId, input: object): Promise<TestAnswer> =>
  callRaw(network.url, routeId, input, { session: network.representative });

describe('a card that was another client’s', () => {
  const { cardId } = foreignIds;

  /** An accountant at the workstation. */
  let session: string;
  beforeAll(async () => {
    const { url, workstation } = network;
    await addStaff(network.backend, { login: 'books', role: 'accountant' });
    session = await signIn(url, 'books', workstation);
  });

  function enterRaw(slipNumber: number, filledAtMs: number): Promise<TestAnswer> {
    const { url, stationId, workstation } = network;
    const fill = { cardId, stationId, productId: 'dt', pumpNumber: 1, volumeMl: 5_000 };
    const slip = { ...fill, filledAtMs, slipNumber, reason: 'power cut' };
    const desk = { bearer: workstation.bearer, session };
    return callRaw(url, 'sale.enter', { commandId: uuid(), ...slip }, desk);
  }

  /** A fill of a minute ago, when the card was where it is now. */
  async function enterSlip(slipNumber: number): Promise<string> {
    const { clock } = network.backend;
    clock.pass(120_000);
    const { body } = await enterRaw(slipNumber, clock.nowMs() - 60_000);
    return routes['sale.enter'].answer.parse(body).saleId;
  }

  it('[G10] shows its new client no fill of before, neither as a line nor in a sum', async () => {
    const { url, manager, representative, workstation, backend } = network;
    const saleId = await enterSlip(1);
    const back = { saleId, cardId: null, to: 'account', volumeMl: 1_000, reason: 'full' } as const;
    const desk = { bearer: workstation.bearer, session };
    await call(url, 'sale.refund', { commandId: uuid(), ...back }, desk);
    await importForeignCard(network, 'client-1');
    await enterSlip(2);

    const toDate = new Date(backend.clock.nowMs()).toISOString().slice(0, 10);
    const period = { subjectKind: 'card', subjectId: cardId, fromDate: '2026-01-01', toDate };
    const read = async (who: string, limit: number) => {
      const asking = { ...period, subjectKind: 'card', limit } as const;
      const { lines, totals } = await call(url, 'statement.get', asking, { session: who });
      const { saleCount, refundCount, volumeMl } = totals;
      return { kinds: lines.map(({ kind }) => kind), saleCount, refundCount, volumeMl };
    };
    const own = { kinds: ['sale'], saleCount: 1, refundCount: 0, volumeMl: 5_000 };
    expect(await read(representative, 500)).toEqual(own);
    const all = { saleCount: 2, refundCount: 1, volumeMl: 10_000 };
    expect(await read(manager, 500)).toMatchObject(all);
    expect(await read(manager, 1)).toMatchObject(all);
    const found = await asRepresentative('operation.search', { search: saleId });
    expect(found).toMatchObject({ status: 200, body: { rows: [] } });

    await enterSlip(3);
    expect(await read(representative, 1)).toEqual({ ...own, saleCount: 2, volumeMl: 10_000 });
    await importForeignCard(network, foreignIds.clientId);
    expect((await asRepresentative('statement.get', period)).status).toBe(404);
  });

  it('[G10] shows its new client no terms of a limit of before, nor who set them', async () => {
    const { url, manager } = network;
    const { limitId } = foreignIds;
    const history = async (who: string) => {
      const { versions } = await call(url, 'limit.history', { limitId }, { session: who });
      return versions.map(({ terms }) => terms?.amount ?? null);
    };
    const setTo = async (amount: number): Promise<void> => {
      const limits = await call(url, 'limit.list', { contractId }, { session: manager });
      const limit = { ...limits.rows.find((one) => one.limitId === limitId)!, amount };
      await call(url, 'limit.set', { commandId: uuid(), limit }, { session: manager });
    };
    let contractId: string = foreignIds.contractId;
    await setTo(90_000);
    contractId = 'client-1';
    await importForeignCard(network, contractId);
    expect(await history(network.representative)).toEqual([]);
    await setTo(80_000);
    expect(await history(network.representative)).toEqual([80_000]);
    expect(await history(manager)).toEqual([80_000, 90_000, 100_000]);
    contractId = foreignIds.contractId;
    await importForeignCard(network, foreignIds.clientId);
    const away = await asRepresentative('limit.history', { limitId });
    expect(outcomeOf(away)).toBe('404 LIMIT_NOT_FOUND');
  });

  it('is not paid by its new client where it was filled before: that slip is told whose it is', async () => {
    const { clock } = network.backend;
    const filledAtMs = clock.nowMs();
    clock.pass(60_000);
    await importForeignCard(network, 'client-1');
    const refused = await enterRaw(4, filledAtMs);
    expect(outcomeOf(refused)).toBe('409 CARD_MOVED');
    expect(refused.body).toMatchObject({ params: { number: foreignIds.clientId } });
    await importForeignCard(network, foreignIds.clientId);
    const entered = await enterRaw(4, filledAtMs);
    expect(entered.body).toMatchObject({ contractId: foreignIds.clientId });
  });
});
