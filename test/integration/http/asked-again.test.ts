import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import { engineUnderTest } from '#test/support/engine.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

const office = () => ({ session: network.manager });
const desk = () => ({ bearer: network.workstation.bearer, session: network.operator });
const payment = { contractId: 'client-1', amountMinor: 500, memo: 'payment' } as const;

it('a template that is applied again is the first answer, also when it was changed or removed since (I2)', async () => {
  const { scheduled: _plans, ...plain } = PLAIN_TERMS;
  const scope = { scopeKind: 'all', scopeId: null, measure: 'volume', period: 'day' } as const;
  const put = (amount: number) => {
    const limits = [{ ...plain, ...scope, amount }];
    const template = { templateId: 'usual', contractId: 'client-1', name: 'Usual', limits };
    const asked = { commandId: uuid(), template: { ...template, rules: null } };
    return call(network.url, 'limit-template.put', asked, office());
  };
  await put(50_000);
  const subjects = [{ subjectKind: 'card', subjectId: 'card-1' }] as const;
  const named = { templateId: 'usual', contractId: 'client-1', subjects: [...subjects] };
  const apply = { commandId: uuid(), ...named, fromMs: null };
  const first = await call(network.url, 'limit-template.apply', apply, office());
  await put(10_000);
  expect(await call(network.url, 'limit-template.apply', apply, office())).toEqual(first);
  const removal = { commandId: uuid(), templateId: 'usual' };
  await call(network.url, 'limit-template.remove', removal, office());
  expect(await call(network.url, 'limit-template.apply', apply, office())).toEqual(first);
  const late = { ...apply, commandId: uuid() };
  const refused = await callRaw(network.url, 'limit-template.apply', late, office());
  expect(outcomeOf(refused)).toBe('404 LIMIT_TEMPLATE_NOT_FOUND');
  const { limits } = await call(network.url, 'card.get', { cardId: 'card-1' }, office());
  expect(limits).toMatchObject([{ amount: 50_000 }]);
});

it('a top-up whose answer was lost before an update is not booked a second time after it', async () => {
  const { desk: authority, digests, clock } = network.backend.service;
  const commandId = uuid();
  const kind = 'contract.top-up';
  const atMs = clock.nowMs();
  const command = {
    kind,
    commandId,
    atMs,
    workstationId: null,
    effectiveAtMs: atMs,
    ...payment,
  } as const;
  // As it was kept before an id was its asker's own.
  const asked = JSON.stringify([kind, null, { ...payment, bankDate: null }]);
  await authority.ask({ command, digest: digests.sha256(asked), line: null });
  const balance = () =>
    call(network.url, 'contract.get', { contractId: payment.contractId }, office());
  const before = await balance();
  const again = { commandId, ...payment };
  expect(await call(network.url, kind, again, office())).toEqual({ done: true });
  expect(await balance()).toEqual(before);
  const other = await callRaw(network.url, kind, { ...again, amountMinor: 501 }, office());
  expect(outcomeOf(other)).toBe('409 COMMAND_ID_REUSED');
});

const question = () => ({
  saleId: uuid(),
  cardId: 'card-1',
  productId: 'dt',
  pumpNumber: 1,
  pin: null,
  ask: { by: 'volume', volumeMl: 10_000 } as const,
  leaseReturns: [],
});

const talon = { voucherId: 'talon-1', productId: 'dt', nominalMl: 1_000, stationIds: null };
const vouchers = [{ ...talon, priceMinorPerLitre: 6_000, validTo: '2026-12-31' }];

it.each([
  ['contract.top-up', payment],
  ['voucher.issue', { contractId: 'client-1', vouchers }],
] as const)(
  '%s under the id of a sale is refused, and the sale keeps its entry',
  async (route, asked) => {
    const { url, backend } = network;
    const [before, meanwhile] = [question(), question()];
    await call(url, 'sale.authorize', before, desk());
    const book = (commandId: string) => callRaw(url, route, { commandId, ...asked }, office());
    expect(outcomeOf(await book(before.saleId))).toBe('409 COMMAND_ID_REUSED');
    // Both in one commit, or one after the other: whoever is first has the id.
    const both = [callRaw(url, 'sale.authorize', meanwhile, desk()), book(meanwhile.saleId)];
    const outcomes = (await Promise.all(both)).map(outcomeOf);
    expect(outcomes.toSorted()).toEqual(['200', '409 COMMAND_ID_REUSED']);
    if (engineUnderTest() === 'sqlite') expect(backend.verify()).toMatchObject({ ok: true });
  },
);
