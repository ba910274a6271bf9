import { describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { withLuhn } from '#domain/card/pan.ts';
import { ok } from '#domain/result.ts';
import type { BackendClient } from '#engine/ports.ts';
import { routes } from '#protocol/routes.ts';
import { call } from '#test/support/backend/http-client.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';

const desk = deskAndNetworkPerTest();

/** A block of a card that the backend does not know: it comes back for attention. */
async function blockUnknown() {
  const { core } = desk.bench.engine;
  const blocked = { commandId: uuid(), cardId: 'card-9', reason: 'theft' } as const;
  core.journal.write({ atMs: core.clock.nowMs() }, ({ append }) => append('card.blocked', blocked));
  await desk.bench.syncOk();
  const [item] = desk.bench.engine.syncState().attention;
  return { blocked, item };
}

describe('what the backend did not accept', () => {
  it('waits for a person, who settles it with a reason; the line stays, and both go up', async () => {
    const { core } = desk.bench.engine;
    core.journal.write({ atMs: core.clock.nowMs() }, ({ append }) =>
      append('sale.captured', {
        saleId: uuid(),
        volumeMl: 1_000,
        amountMinor: 6_000,
        vatMinor: 0,
        slipNumber: 9,
      }),
    );
    await desk.bench.syncOk();
    const [item] = desk.bench.engine.syncState().attention;
    expect(item).toMatchObject({
      kind: 'sale.captured',
      status: 'refused',
      code: 'HOLD_NOT_FOUND',
    });
    const seq = item?.seq ?? 0;
    const settled = { seq, reason: 'Paid in cash, slip 9 is void' };
    expect((await desk.bench.refused('sync:resolve', settled)).code).toBe('FORBIDDEN');
    await desk.bench.signIn('chief');
    await desk.bench.ok('sync:resolve', settled);
    expect(desk.bench.engine.syncState().attention).toEqual([]);
    expect((await desk.bench.refused('sync:resolve', settled)).code).toBe('NOT_FOUND');
    await desk.bench.syncOk();
    expect(desk.bench.engine.syncState()).toMatchObject({ attention: [], queueLength: 0 });
    const [line] = core.journal.linesAfter(core.journal.head().seq - 1, 1);
    expect(line).toMatchObject({ kind: 'attention.resolved', body: { lineSeq: seq } });
    expect(core.journal.verify()).toBeNull();
  });

  it('a fill that was booked by other amounts than ours is shown, and is read with a reason [C11]', async () => {
    const { core } = desk.bench.engine;
    const held = await desk.bench.ok('sale:authorize', desk.bench.question());
    const { saleId } = held.sale;
    const told = { saleId, volumeMl: 10_000, amountMinor: 1, vatMinor: 0, slipNumber: 1 };
    core.journal.write({ atMs: core.clock.nowMs() }, ({ append }) => append('sale.captured', told));
    await desk.bench.syncOk();
    const [item] = desk.bench.engine.syncState().attention;
    expect(item).toMatchObject({ status: 'applied', code: 'LINE_DIFFERS', saleId, place: 1 });
    expect(item?.retriable).toBe(false);
    await desk.bench.signIn('chief');
    const { seq = 0 } = item ?? {};
    expect((await desk.bench.refused('sync:retry', { seq })).code).toBe('NOT_FOUND');
    await desk.bench.ok('sync:resolve', { seq, reason: 'Slip corrected' });
    expect(desk.bench.engine.syncState().attention).toEqual([]);
  });

  it('is said again once what stood in its way is gone, and is booked then', async () => {
    const { core } = desk.bench.engine;
    const { blocked, item } = await blockUnknown();
    expect(item).toMatchObject({ code: 'CARD_NOT_FOUND', retriable: true, tries: 1 });
    const { url, manager: session } = desk.network;
    const person = { holder: null, vehicle: null, expiresOn: null };
    const pan = withLuhn('999900000000009');
    const row = { sourceId: 'card-9', pan, clientSourceId: 'client-1', ...person };
    const content = { register: 'cards' as const, rows: [row] };
    await call(url, 'register.import', { commandId: uuid(), content }, { session });
    await desk.bench.signIn('chief');
    const said = await desk.bench.ok('sync:retry', { seq: item?.seq ?? 0 });
    await desk.bench.syncOk();
    expect(desk.bench.engine.syncState()).toMatchObject({ attention: [], queueLength: 0 });
    const { card } = await call(url, 'card.get', { cardId: 'card-9' }, { session });
    expect(card).toMatchObject({ state: 'blocked', blockReason: 'theft' });
    const { seq: last } = core.journal.head();
    const [again, settled] = core.journal.linesAfter(last - 2, 2);
    expect(again).toMatchObject({ kind: 'card.blocked', body: blocked });
    // No word of a person’s: nobody has given a reason.
    expect(settled?.body).toMatchObject({ lineSeq: item?.seq, reason: null });
    expect(settled?.body).toMatchObject({ retriedAsSeq: said.retriedAsSeq });
    expect(again?.seq).toBe(said.retriedAsSeq);
    expect(core.journal.verify()).toBeNull();
  });

  it('is settled also where an older backend does not know how it was', async () => {
    const { client } = desk.bench.line;
    const backend: BackendClient = {
      call: async (routeId, input, auth) => {
        const answer = await client.call(routeId, input, auth);
        if (routeId !== 'journal.push' || !answer.ok) return answer;
        const { lines } = routes['journal.push'].input.parse(JSON.parse(JSON.stringify(input)));
        const settled = new Set(
          lines.flatMap(({ kind, seq }) => (kind === 'attention.resolved' ? [seq] : [])),
        );
        const answers = routes['journal.push'].answer.parse(answer.value).answers.map((told) => {
          const unread = { ...told, status: 'refused', code: 'FIELD_INVALID' };
          return settled.has(told.seq) ? unread : told;
        });
        return ok(Object.assign({}, answer.value, { answers }));
      },
    };
    await desk.bench.restart({ backend });
    await desk.bench.syncOk();
    const { item } = await blockUnknown();
    await desk.bench.signIn('chief');
    const { retriedAsSeq } = await desk.bench.ok('sync:retry', { seq: item?.seq ?? 0 });
    await desk.bench.syncOk();
    // Refused again, because nothing has changed; and nothing else waits for a person.
    const { attention } = desk.bench.engine.syncState();
    expect(attention.map(({ seq }) => seq)).toEqual([retriedAsSeq]);
  });
});
