import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NO_RULES } from '#domain/card/purchase-rules.ts';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import type { TemplateLimit } from '#protocol/records/limits.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const DAY_MS = 86_400_000;

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

/** What becomes of a fill of 20 litres now. */
async function fill(): Promise<string> {
  const { url, workstation, backend } = network;
  await workstation.openSession(backend.clock.nowMs());
  const session = await signIn(url, 'till', workstation);
  const sale = { saleId: uuid(), cardId: 'card-1', productId: 'dt', pumpNumber: 1, pin: null };
  const ask = { by: 'volume', volumeMl: 20_000 } as const;
  const desk = { bearer: workstation.bearer, session };
  return outcomeOf(await callRaw(url, 'sale.authorize', { ...sale, ask, leaseReturns: [] }, desk));
}

it('[X-21] a template of next week brings its rules when it brings its limits', async () => {
  const { url, backend } = network;
  const office = async () => ({ session: await signIn(url, 'curator') });
  const { scheduled: _none, ...plain } = PLAIN_TERMS;
  const shape = { scopeKind: 'all', scopeId: null, measure: 'volume', period: 'day' } as const;
  const limits: TemplateLimit[] = [{ ...plain, ...shape, amount: 90_000 }];
  const rules = { ...NO_RULES, products: { mode: 'deny' as const, ids: ['dt'] } };
  const template = { templateId: uuid(), contractId: null, name: 'Легковые', limits, rules };
  await call(url, 'limit-template.put', { commandId: uuid(), template }, await office());
  const fromMs = backend.clock.nowMs() + 7 * DAY_MS;
  const subjects = [{ subjectKind: 'card', subjectId: 'card-1' } as const];
  const { templateId } = template;
  const use = { templateId, contractId: 'client-1', subjects, fromMs };
  const done = await call(
    url,
    'limit-template.apply',
    { commandId: uuid(), ...use },
    await office(),
  );
  expect(done).toMatchObject({ counts: { new: 0, planned: 1 }, rules: { changed: 1 } });
  const card = async () => {
    const { limits: own, rules: all } = await call(
      url,
      'card.get',
      { cardId: 'card-1' },
      await office(),
    );
    const dailyMl = own.map(({ weekdays, amount }) => (weekdays === 0 ? null : amount));
    return { dailyMl, denied: all.flatMap(({ rules: { products } }) => products?.ids ?? []) };
  };
  expect(await card()).toEqual({ dailyMl: [null], denied: [] });
  expect(await fill()).toBe('200');
  backend.clock.pass(fromMs - 1 - backend.clock.nowMs());
  expect(await fill()).toBe('200');
  backend.clock.pass(1);
  expect(await card()).toEqual({ dailyMl: [90_000], denied: ['dt'] });
  expect(await fill()).toBe('422 PRODUCT_NOT_ALLOWED');
});
