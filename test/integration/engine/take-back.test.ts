import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { call } from '#test/support/backend/http-client.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';

const desk = deskAndNetworkPerTest();
const cardId = 'card-2';
const takeBack = () => ({ commandId: uuid(), cardId });

async function stateInOffice(): Promise<string> {
  const { network } = desk;
  const asked = { session: network.manager };
  return (await call(network.url, 'card.get', { cardId }, asked)).card.state;
}

const sold = async () =>
  (await desk.bench.refused('sale:authorize', desk.bench.question({ cardId }))).code;

describe('[N-08] a card given up at the desk', () => {
  it('is stopped everywhere at once with the link', async () => {
    await desk.bench.find(1);
    await desk.bench.syncOk();
    expect(await desk.bench.ok('card:takeBack', takeBack())).toEqual({ done: true, queued: false });
    expect(await stateInOffice()).toBe('returned');
    expect(await sold()).toBe('CARD_RETURNED');
    await desk.bench.cut();
    expect(await sold()).toBe('CARD_RETURNED');
  });

  it('is stopped here at once without it, through a restart, and everywhere afterwards', async () => {
    await desk.bench.find(1);
    await desk.bench.syncOk();
    await desk.bench.cut();
    expect(await desk.bench.ok('card:takeBack', takeBack())).toEqual({ done: true, queued: true });
    expect(await sold()).toBe('CARD_RETURNED');
    expect(await desk.bench.ok('card:takeBack', takeBack())).toEqual({ done: true, queued: true });
    await desk.bench.restart();
    await desk.bench.signIn();
    expect(await sold()).toBe('CARD_RETURNED');
    expect(await stateInOffice()).toBe('active');
    await desk.bench.mend();
    expect(await stateInOffice()).toBe('returned');
    expect(desk.bench.engine.core.journal.verify()).toBeNull();
  });

  it('waits for the fill on it, with the link and without', async () => {
    const { sale } = await desk.bench.ok('sale:authorize', desk.bench.question({ cardId }));
    const refusal = {
      code: 'CARD_HAS_OPEN_HOLD',
      params: { count: 1, saleIds: sale.saleId },
    };
    expect(await desk.bench.refused('card:takeBack', takeBack())).toMatchObject(refusal);
    await desk.bench.cut();
    expect(await desk.bench.refused('card:takeBack', takeBack())).toMatchObject(refusal);
    await desk.bench.ok('sale:capture', { saleId: sale.saleId, volumeMl: 1_000 });
    expect(await desk.bench.ok('card:takeBack', takeBack())).toEqual({ done: true, queued: true });
  });

  it('waits for the link where the backend knows no such line', async () => {
    await desk.bench.find(1);
    await desk.bench.syncOk();
    await desk.bench.cut();
    const { journal, clock } = desk.bench.engine.core;
    journal.write({ atMs: clock.nowMs() }, ({ facts }) => facts.set('protocol', 2));
    const told = desk.bench.engine.syncState().queueLength;
    expect((await desk.bench.refused('card:takeBack', takeBack())).code).toBe('ONLINE_REQUIRED');
    expect(desk.bench.engine.syncState().queueLength).toBe(told);
  });
});
