import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withLuhn } from '#domain/card/pan.ts';
import { NO_RULES } from '#domain/card/purchase-rules.ts';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import { termsOf } from '#domain/limit/scheduled-terms.ts';
import type { TemplateLimit } from '#protocol/records/limits.ts';
import type { LimitRecord } from '#protocol/records.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { engineUnderTest } from '#test/support/engine.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  firstCardLimit,
  PRICE_MINOR_PER_LITRE,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const HOUR_MS = 3_600_000;
const PAUSE_MS = 300_000;

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

const office = () => ({ session: network.manager });
const desk = () => ({ bearer: network.workstation.bearer, session: network.operator });

const many = (patch: Partial<RouteInput<'limit.preview-many'>>) => ({
  contractId: 'client-1',
  limits: [],
  removals: [],
  rules: [],
  spread: null,
  fromMs: null,
  budget: null,
  ...patch,
});

const authorize = (cardId: string, volumeMl: number, partial = false) =>
  callRaw(
    network.url,
    'sale.authorize',
    {
      saleId: uuid(),
      cardId,
      productId: 'ai-95',
      pumpNumber: 1,
      ask: { by: 'volume', volumeMl, partial },
      pin: null,
      leaseReturns: [],
    },
    desk(),
  );

const setLimit = (limit: LimitRecord, fromMs: number | null = null) =>
  callRaw(network.url, 'limit.set', { commandId: uuid(), limit, fromMs }, office());

const removeLimit = (limitId: string) =>
  call(network.url, 'limit.remove', { commandId: uuid(), limitId }, office());

/** All limits of a contract, page by page. */
async function allLimits(contractId: string): Promise<readonly LimitRecord[]> {
  const limits: LimitRecord[] = [];
  let cursor: string | null = null;
  do {
    const from: { cursor?: string } = cursor === null ? {} : { cursor };
    const input = { contractId, limit: 500, ...from };
    const page: RouteAnswer<'limit.list'> = await call(network.url, 'limit.list', input, office());
    limits.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return limits;
}

/** Everything that any table of the books holds. */
async function books(): Promise<unknown> {
  const { url } = network;
  const cards = ['card-1', 'card-2'].map((cardId) => call(url, 'card.get', { cardId }, office()));
  const contract = call(url, 'contract.get', { contractId: 'client-1' }, office());
  const all = await Promise.all([...cards, contract]);
  return all.map(({ asOfMs: _asOfMs, ...facts }) => facts);
}

/** Every row of the database where it is a file, else what people see of it. */
const state = () => (engineUnderTest() === 'sqlite' ? network.backend.checksum() : books());

describe('a limit over HTTP', () => {
  it('[N-16, X-08] has every term, and its history says who set it and from when', async () => {
    const { url, backend } = network;
    const fromMs = backend.clock.nowMs() + HOUR_MS;
    const limit = firstCardLimit({ period: 'days:14:2026-11-02', weekdays: 31, fromMinute: 1320 });
    const night = { ...limit, toMinute: 360, action: 'alert' as const };
    expect(outcomeOf(await setLimit(night))).toBe('200');
    expect(outcomeOf(await setLimit({ ...night, amount: 5000 }, fromMs))).toBe('200');
    const { limits } = await call(url, 'card.get', { cardId: 'card-1' }, office());
    expect(limits.find(({ limitId }) => limitId === limit.limitId)).toMatchObject({
      ...night,
      scheduled: [{ fromMs, terms: { amount: 5000 } }],
    });
    const { versions } = await call(url, 'limit.history', { limitId: limit.limitId }, office());
    expect(versions).toMatchObject([
      { fromMs, terms: { amount: 5000 }, userName: 'curator' },
      { terms: { amount: 10_000 }, userName: 'curator' },
    ]);
    await removeLimit(limit.limitId);
    const other = { ...night, measure: 'money' as const };
    expect(outcomeOf(await setLimit(other))).toBe('409 LIMIT_ID_TAKEN');
  });

  it('[X-14] gives the largest fill that passes where that was asked for', async () => {
    const limit = firstCardLimit({ subjectId: 'card-3', amount: 7000 });
    await setLimit(limit);
    expect(outcomeOf(await authorize('card-3', 9000))).toBe('422 LIMIT_EXCEEDED');
    const { body } = await authorize('card-3', 9000, true);
    expect(body).toMatchObject({
      holdVolumeMl: 7000,
      holdAmountMinor: 7 * PRICE_MINOR_PER_LITRE,
    });
    await removeLimit(limit.limitId);
  });
});

describe('groups, rules and templates over HTTP', () => {
  const groupId = uuid();

  it('[X-20, X-12] the limits of a group count what any of its cards buys', async () => {
    const { url } = network;
    const group = { groupId, contractId: 'client-1', name: 'Тягачи' };
    await call(url, 'card-group.put', { commandId: uuid(), group }, office());
    const cards = { contractId: 'client-1', groupId, cardIds: ['card-1', 'card-2'] };
    await call(url, 'card-group.assign', { commandId: uuid(), ...cards }, office());
    const limit = firstCardLimit({ subjectKind: 'card-group', subjectId: groupId, amount: 12_000 });
    await setLimit(limit);
    expect(outcomeOf(await authorize('card-1', 8000))).toBe('200');
    const refused = await authorize('card-2', 4001);
    expect(refused.body).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      params: { owner: 'card-group', leftMl: 4000, usedMl: 8000, liftedBy: 'client' },
    });
    const listed = await call(url, 'card-group.list', { search: 'тяг' }, office());
    expect(listed.rows).toEqual([{ ...group, cardCount: 2 }]);
    const found = await call(url, 'card-group.get', { groupId }, office());
    expect(found).toMatchObject({
      cardIds: ['card-1', 'card-2'],
      remainders: [{ left: 4000 }, {}],
    });
  });

  it('[X-11, X-17] rules of the group stop its cards by region and pause', async () => {
    const { url, stationId } = network;
    const place = { stationId, regionId: 'north', partnerId: null };
    await call(url, 'station.place', { commandId: uuid(), ...place }, office());
    const set = (rules: Partial<typeof NO_RULES>) => {
      const owned = { ownerKind: 'card-group', ownerId: groupId } as const;
      const input = { commandId: uuid(), owned: { ...owned, rules: { ...NO_RULES, ...rules } } };
      return call(url, 'rules.set', input, office());
    };
    await set({ regions: { mode: 'deny', ids: ['north'] } });
    expect(outcomeOf(await authorize('card-2', 1000))).toBe('422 REGION_NOT_ALLOWED');
    await set({ pauseMs: PAUSE_MS });
    expect(outcomeOf(await authorize('card-2', 1000))).toBe('200');
    expect(outcomeOf(await authorize('card-2', 1000))).toBe('422 PAUSE_NOT_OVER');
    network.backend.clock.pass(PAUSE_MS);
    expect(outcomeOf(await authorize('card-2', 1000))).toBe('200');
    await set({});
  });

  it('[X-20] a dissolved group leaves its cards free', async () => {
    const { url } = network;
    await call(url, 'card-group.dissolve', { commandId: uuid(), groupId }, office());
    expect(outcomeOf(await authorize('card-2', 4001))).toBe('200');
    const gone = await callRaw(url, 'card-group.get', { groupId }, office());
    expect(outcomeOf(gone)).toBe('404 CARD_GROUP_NOT_FOUND');
  });

  it('[X-21] a template is tried, applied, and applied again changes what it made', async () => {
    const { url } = network;
    const templateId = uuid();
    const subjects = ['card-1', 'card-2'].map((subjectId) => {
      return { subjectKind: 'card', subjectId } as const;
    });
    const terms = { scopeKind: 'all', scopeId: null, measure: 'volume', period: 'month' } as const;
    const put = async (amount: number) => {
      const { scheduled: _none, ...plain } = PLAIN_TERMS;
      const limits: TemplateLimit[] = [{ ...plain, ...terms, amount }];
      const named = { templateId, contractId: null, name: 'Легковые' };
      const template = { ...named, limits, rules: { ...NO_RULES, tankCapacityMl: 60_000 } };
      await call(url, 'limit-template.put', { commandId: uuid(), template }, office());
    };
    await put(300_000);
    const use = { templateId, contractId: 'client-1', subjects, fromMs: null };
    const preview = await call(url, 'limit-template.preview', use, office());
    expect(preview).toMatchObject({ result: { counts: { new: 2 } }, overBudget: null });
    expect(preview.result.rules).toEqual({ changed: 2, same: 0, stale: 0 });
    expect(preview.rulesBefore).toEqual(
      subjects.map(({ subjectId }) => ({ ownerKind: 'card', ownerId: subjectId, rules: NO_RULES })),
    );
    await call(url, 'limit-template.apply', { commandId: uuid(), ...use }, office());
    await put(200_000);
    const again = await call(url, 'limit-template.apply', { commandId: uuid(), ...use }, office());
    expect(again.counts).toMatchObject({ new: 0, changed: 2 });
    expect(again.rules).toEqual({ changed: 0, same: 2, stale: 0 });
    const card = await call(url, 'card.get', { cardId: 'card-1' }, office());
    expect(card.rules).toMatchObject([{ ownerKind: 'card', rules: { tankCapacityMl: 60_000 } }]);
    expect(outcomeOf(await authorize('card-1', 60_001))).toBe('422 TANK_CAPACITY_EXCEEDED');
    const listed = await call(url, 'limit-template.list', {}, office());
    expect(listed.rows.map(({ name }) => name)).toEqual(['Легковые']);

    const back = many({ rules: preview.rulesBefore });
    await call(url, 'limit.set-many', { ...back, commandId: uuid(), skipInvalid: true }, office());
    const freed = await call(url, 'card.get', { cardId: 'card-1' }, office());
    expect(freed.rules).toMatchObject([{ ownerKind: 'card', rules: NO_RULES }]);
    const removal = { commandId: uuid(), templateId };
    expect(outcomeOf(await callRaw(url, 'limit-template.remove', removal, office()))).toBe('200');
  });
});

describe('many limits over HTTP', () => {
  it('[O-16] a budget is divided in one command, or not at all', async () => {
    const { url } = network;
    const budget = firstCardLimit({
      subjectKind: 'contract',
      subjectId: 'client-1',
      amount: 100_000,
      period: 'week',
    });
    await setLimit(budget);
    const parts = (amounts: readonly number[]) =>
      many({
        limits: amounts.map((amount, index) =>
          firstCardLimit({ subjectId: `card-${index + 1}`, amount, period: 'week' }),
        ),
        budget: { limitId: budget.limitId },
      });
    const before = await books();
    const over = parts([60_000, 40_001]);
    const preview = await call(url, 'limit.preview-many', over, office());
    expect(preview.overBudget).toMatchObject({ excessMl: 1, budgetMl: 100_000 });
    const command = { commandId: uuid(), skipInvalid: false };
    const refused = await callRaw(url, 'limit.set-many', { ...over, ...command }, office());
    expect(outcomeOf(refused)).toBe('422 BUDGET_EXCEEDED');
    expect(await books()).toEqual(before);
    const fits = { ...parts([60_000, 40_000]), ...command, commandId: uuid() };
    const done = await call(url, 'limit.set-many', fits, office());
    expect(done).toMatchObject({ counts: { new: 2, invalid: 0 }, rows: [] });
    expect(await call(url, 'limit.set-many', fits, office())).toEqual(done);
  });

  it('one that does not fit keeps all others away, and is named', async () => {
    const { url } = network;
    const limits = [firstCardLimit({}), firstCardLimit({ subjectId: 'card-3' })];
    const input = { commandId: uuid(), ...many({ limits }), skipInvalid: false };
    const refused = await callRaw(url, 'limit.set-many', input, office());
    expect(refused.body).toMatchObject({
      code: 'LIMIT_ROWS_INVALID',
      params: { invalidCount: 1, limitId: limits[1]?.limitId, reason: 'CARD_NOT_FOUND' },
    });
    const left = { ...input, commandId: uuid(), skipInvalid: true };
    const done = await call(url, 'limit.set-many', left, office());
    expect(done).toMatchObject({ counts: { new: 1, invalid: 1 }, rows: [{ effect: 'invalid' }] });
  });

  it('[O-16] a colleague’s change meanwhile is not undone, and neither is it by taking back', async () => {
    const { url } = network;
    const own = ['card-1', 'card-2'].map((subjectId) =>
      firstCardLimit({ subjectId, period: 'quarter' }),
    );
    for (const limit of own) await setLimit(limit);
    const read = (await allLimits('client-1')).filter(({ limitId }) =>
      own.some((limit) => limit.limitId === limitId),
    );
    const [first = expect.fail(), second = expect.fail()] = own;
    const amounts = async () => {
      const limits = await allLimits('client-1');
      return own.map(({ limitId }) => limits.find((one) => one.limitId === limitId)?.amount);
    };
    const change = (amount: number, from: readonly LimitRecord[]) => {
      const seen = from.map((limit) => ({
        limitId: limit.limitId,
        terms: [termsOf(limit)],
      }));
      return many({
        limits: from.map((limit) => ({ ...limit, amount })),
        seen,
      });
    };
    const send = (what: ReturnType<typeof many>) => {
      const input = { commandId: uuid(), ...what, skipInvalid: true };
      return call(url, 'limit.set-many', input, office());
    };
    await setLimit({ ...first, amount: 3000 });
    const preview = await call(url, 'limit.preview-many', change(11_000, read), office());
    const row = {
      limitId: first.limitId,
      code: 'LIMIT_CHANGED',
      beforeAmount: 3000,
    };
    expect(preview.result.rows).toContainEqual(expect.objectContaining(row));
    expect(await send(change(11_000, read))).toMatchObject({
      counts: { changed: 1, invalid: 1 },
    });
    expect(await amounts()).toEqual([3000, 11_000]);
    await setLimit({ ...second, amount: 12_000 });
    const back = change(10_000, [{ ...second, amount: 11_000 }]);
    expect(await send(back)).toMatchObject({
      rows: [{ code: 'LIMIT_CHANGED' }],
    });
    expect(await amounts()).toEqual([3000, 12_000]);
    const { seen: _none, ...unnamed } = change(10_000, read);
    expect(await send(unnamed)).toMatchObject({
      counts: { changed: 2, invalid: 0 },
    });
  });

  it('[O-11] ten thousand cards get their limits by one command with one result', async () => {
    const { url } = network;
    const rows = Array.from({ length: 10_000 }, (_, index) => {
      const pan = withLuhn(`99991${String(index).padStart(10, '0')}`);
      const nobody = { holder: null, vehicle: null, expiresOn: null };
      return { sourceId: `many-${index}`, pan, clientSourceId: 'client-1', ...nobody };
    });
    const content = { register: 'cards', rows } as const;
    await call(url, 'register.import', { commandId: uuid(), content }, office());
    const subjects = rows.map(({ sourceId }) => {
      return { subjectKind: 'card', subjectId: sourceId } as const;
    });
    const { scheduled: _none, ...plain } = PLAIN_TERMS;
    const scope = { scopeKind: 'all', scopeId: null } as const;
    const each: TemplateLimit = {
      ...plain,
      ...scope,
      measure: 'volume',
      amount: 50_000,
      period: 'day',
    };
    const change = many({ spread: { subjects, limits: [each], rules: null } });
    const preview = await call(url, 'limit.preview-many', change, office());
    expect(preview.result.counts).toMatchObject({ new: 10_000, invalid: 0 });
    const input = { commandId: uuid(), ...change, skipInvalid: false };
    const done = await call(url, 'limit.set-many', input, office());
    expect(done).toMatchObject({ counts: { new: 10_000 }, rows: [] });
    const again = await call(url, 'limit.preview-many', change, office());
    expect(again.result.counts).toMatchObject({ same: 10_000 });
    expect(again.result.rows[0]).toMatchObject({ measure: 'volume', period: 'day' });
    const found = await allLimits('client-1');
    const ofCards = found.filter(({ subjectId }) => subjectId.startsWith('many-'));
    expect(new Set(ofCards.map(({ subjectId }) => subjectId)).size).toBe(10_000);
    expect(new Set(found.map(({ limitId }) => limitId)).size).toBe(found.length);
    const { limits } = await call(url, 'card.get', { cardId: 'many-9999' }, office());
    expect(limits.filter(({ subjectKind }) => subjectKind === 'card')).toHaveLength(1);
  });
});

describe('a purchase that is only tried', () => {
  it('[X-28] says what would happen to desk and office, and changes nothing', async () => {
    const { url, stationId } = network;
    const limit = firstCardLimit({ subjectId: 'card-3', amount: 5000, period: 'quarter' });
    await setLimit(limit);
    const ask = { by: 'volume', volumeMl: 5001 } as const;
    const tried = { cardId: 'card-3', stationId, productId: 'ai-95', ask };
    const before = await state();
    for (const auth of [office(), desk()]) {
      const preview = await call(url, 'sale.preview', tried, auth);
      expect(preview).toMatchObject({
        passes: false,
        code: 'LIMIT_EXCEEDED',
        params: { rule: 'limit', owner: 'card', leftMl: 5000, period: 'quarter' },
        largest: { volumeMl: 5000 },
        remainders: [{ limitId: limit.limitId, left: 5000 }, { limitId: null }],
      });
    }
    const exact = { ...tried, ask: { ...ask, volumeMl: 5000 } };
    const passes = await call(url, 'sale.preview', exact, office());
    expect(passes).toMatchObject({ passes: true, given: { volumeMl: 5000 } });
    expect(await state()).toEqual(before);
    expect(outcomeOf(await authorize('card-3', 5000))).toBe('200');
  });
});
