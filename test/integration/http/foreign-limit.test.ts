import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteInput } from '#protocol/routes.ts';
import { call, callRaw, outcomeOf, type TestAnswer } from '#test/support/backend/http-client.ts';
import { foreignIds, startTwoClients, type TwoClients } from '#test/support/backend/two-clients.ts';

let network: TwoClients;
beforeAll(async () => {
  network = await startTwoClients();
});
afterAll(() => network.backend.stop());

type Change = RouteInput<'limit.preview-many'>;

/** A change of the representative's own contract that names the other client's limit. */
const change = (patch: Partial<Change>): Change => ({
  contractId: 'client-1',
  limits: [],
  removals: [],
  rules: [],
  spread: null,
  fromMs: null,
  budget: null,
  ...patch,
});

const ask = (routeId: 'limit.set-many' | 'limit.preview-many', input: object) =>
  callRaw(network.url, routeId, input, { session: network.representative });

async function limitsOfTheOther() {
  const asked = { cardId: foreignIds.cardId };
  const { limits } = await call(network.url, 'card.get', asked, { session: network.manager });
  return limits;
}

const told = ({ body }: TestAnswer): string => JSON.stringify(body);

describe('a change of many limits that names the limit of another client', () => {
  const { limitId, cardId } = foreignIds;

  it.each([
    ['at once', null],
    ['from tomorrow on', 86_400_000],
  ])('[G10] takes nothing away %s', async (_when, inMs) => {
    const before = await limitsOfTheOther();
    const fromMs = inMs === null ? null : network.backend.clock.nowMs() + inMs;
    const removal = { ...change({ removals: [limitId], fromMs }), commandId: uuid() };
    expect(outcomeOf(await ask('limit.set-many', removal))).toBe('422 LIMIT_ROWS_INVALID');
    const skipping = { ...removal, commandId: uuid(), skipInvalid: true };
    expect(outcomeOf(await ask('limit.set-many', skipping))).toBe('200');
    expect(await limitsOfTheOther()).toEqual(before);
  });

  it.each([
    ['that would remove it', {}],
    ['that saw other terms', { seen: [{ limitId, terms: [] }] }],
  ])('[G10] shows nothing of it in a preview %s', async (_how, seen) => {
    const preview = await ask('limit.preview-many', change({ removals: [limitId], ...seen }));
    expect(told(preview)).not.toContain(cardId);
    const nothing = { subjectId: null, measure: null, beforeAmount: null, used: 0 };
    const rows = [{ limitId, ...nothing, code: 'LIMIT_NOT_FOUND' }];
    expect(preview).toMatchObject({ status: 200, body: { result: { rows } } });
  });
});
