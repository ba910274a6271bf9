import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LimitAction } from '#domain/limit/limit.ts';
import { decide } from '#domain/authority/decide.ts';
import {
  ask,
  authorize,
  capture,
  nextId,
  openBench,
  putChanges,
  requestOf,
  reverse,
  seedNetwork,
  type StoreBench,
} from '#test/support/network-store.ts';
import { limitOf, NOON_MS } from '#test/support/facts.ts';

let bench: StoreBench;

beforeEach(async () => {
  bench = await openBench();
  await seedNetwork(bench.store);
});
afterEach(() => bench.dispose());

const setLimit = (amount: number, action: LimitAction = 'decline') =>
  ask(bench.store, {
    kind: 'limit.set',
    commandId: nextId(),
    atMs: NOON_MS,
    workstationId: null,
    contractId: 'contract-1',
    limit: limitOf({ amount, action }),
  });

describe('a batch', () => {
  it('passes exactly as many of 100 concurrent authorizations as there is room for', async () => {
    await setLimit(40 * 1_000);
    const requests = Array.from({ length: 100 }, () => requestOf(authorize(nextId(), 1_000)));
    const answers = await bench.store.stores.deciding.commitBatch(requests, decide);
    const passed = answers.filter(({ outcome }) => outcome?.ok === true);
    expect(passed).toHaveLength(40);
    const facts = await bench.store.stores.registers.cardFacts('card-1', NOON_MS);
    expect(facts?.remainders.find((one) => one.limitId === 'limit-1')).toMatchObject({
      total: 40_000,
      used: 40_000,
      left: 0,
    });
  });

  it('holds within declared exposure while the network is recovered, and remembers nothing of what it refuses', async () => {
    const { recovery, deciding } = bench.store.stores;
    await recovery.beginRecovery({ epoch: nextId(), reason: 'told', atMs: NOON_MS });
    const asked = Array.from({ length: 5 }, () => {
      const command = authorize(nextId(), 1_000);
      if (command.kind !== 'sale.authorize') throw new Error('it asks for a hold');
      return requestOf({ ...command, withinDeclared: true });
    });
    const outcomes = async (requests: typeof asked) => {
      const answers = await deciding.commitBatch(requests, decide);
      return answers.map(({ outcome }) => (outcome?.ok === true ? 'held' : outcome?.code));
    };
    const refused = 'NETWORK_RECOVERING';
    expect(await outcomes(asked)).toEqual(asked.map(() => refused));
    // Two litres and a half at 295.00.
    await putChanges(bench.store, { kind: 'recovery.declare', amountMinor: 73_750 });
    expect(await outcomes(asked)).toEqual(['held', 'held', refused, refused, refused]);
    expect(await outcomes(asked)).toEqual(['held', 'held', refused, refused, refused]);
    await putChanges(bench.store, { kind: 'recovery.declare', amountMinor: 29_500 * 4 });
    expect(await outcomes(asked.toReversed())).toEqual(['held', 'held', refused, 'held', 'held']);
  });

  it('answers a repeated command with its first answer, a refusal too', async () => {
    await setLimit(1_000);
    const held = authorize(nextId(), 1_000);
    const refused = authorize(nextId(), 1_000);
    const first = [await ask(bench.store, held), await ask(bench.store, refused)];
    await ask(bench.store, capture(nextId(), held.commandId, 700));
    await setLimit(5_000);
    const again = [await ask(bench.store, held), await ask(bench.store, refused)];
    expect(again.map(({ outcome }) => outcome)).toEqual(first.map(({ outcome }) => outcome));
    expect(again.map(({ repeated }) => repeated)).toEqual([true, true]);
    expect(again[1]?.outcome).toMatchObject({ ok: false, code: 'LIMIT_EXCEEDED' });
  });

  it('[X-15] answers with the alert of a hold again after its fill ended below the limit', async () => {
    await setLimit(1_000, 'alert');
    const held = authorize(nextId(), 5_000);
    const first = await ask(bench.store, held);
    expect(first.outcome).toMatchObject({ value: { sale: { alerts: [{ above: 4_000 }] } } });
    await ask(bench.store, capture(nextId(), held.commandId, 700));
    const again = await ask(bench.store, held);
    expect(again).toEqual({ ...first, repeated: true });
  });

  it('names what was sold under a limit that was taken away and comes back smaller (I1)', async () => {
    await setLimit(60_000);
    await ask(bench.store, authorize(nextId(), 50_000));
    const office = { atMs: NOON_MS, workstationId: null, contractId: 'contract-1' } as const;
    const { limitId } = limitOf();
    await ask(bench.store, { kind: 'limit.remove', commandId: nextId(), ...office, limitId });
    await setLimit(20_000);
    const exposure = await bench.store.stores.registers.exposure();
    expect(exposure).toMatchObject([{ measure: 'volume', excess: 30_000 }]);
    expect(await bench.verify()).toMatchObject({ ok: true });
  });

  it('[N-16] takes over a limit lowered at a desk only where it is lower, and counts what is above', async () => {
    await setLimit(60_000);
    await ask(bench.store, authorize(nextId(), 50_000));
    const desk = { atMs: NOON_MS, workstationId: 'desk-1' } as const;
    const { limitId } = limitOf();
    const lower = (amount: number, cardId = 'card-1') =>
      ask(bench.store, {
        kind: 'limit.lower',
        commandId: nextId(),
        ...desk,
        limitId,
        cardId,
        amount,
      });
    for (const amount of [40_000, 55_000, 40_000]) {
      expect((await lower(amount)).outcome).toMatchObject({ ok: true });
    }
    const facts = await bench.store.stores.registers.cardFacts('card-1', NOON_MS);
    expect(facts?.limits).toMatchObject([{ limitId, amount: 40_000 }]);
    const exposure = await bench.store.stores.registers.exposure();
    expect(exposure).toMatchObject([{ measure: 'volume', excess: 10_000 }]);
    const strange = await lower(1_000, 'card-2');
    expect(strange.outcome).toMatchObject({ ok: false });
    expect(await bench.verify()).toMatchObject({ ok: true });
  });

  it('refuses an id that stood for something else', async () => {
    const command = authorize(nextId(), 1_000);
    await ask(bench.store, command);
    const [answer] = await bench.store.stores.deciding.commitBatch(
      [requestOf(command, 'other')],
      decide,
    );
    expect(answer?.outcome).toMatchObject({ ok: false, code: 'COMMAND_ID_REUSED' });
  });

  it('writes nothing of a batch in which one decision throws', async () => {
    const good = authorize(nextId(), 1_000);
    const bad = authorize(nextId(), 1_000);
    const failing: typeof decide = (command, facts) => {
      if (command.commandId === bad.commandId) throw new Error('a bug');
      return decide(command, facts);
    };
    const both = [requestOf(good), requestOf(bad)];
    await expect(bench.store.stores.deciding.commitBatch(both, failing)).rejects.toThrow('a bug');
    const [answer] = await bench.store.stores.deciding.commitBatch([requestOf(good)], failing);
    expect(answer).toMatchObject({ repeated: false, outcome: { ok: true } });
  });

  it('refuses for ever a sale that was reversed before it was seen', async () => {
    const saleId = nextId();
    await ask(bench.store, reverse(nextId(), saleId));
    const late = await ask(bench.store, authorize(saleId, 1_000));
    expect(late.outcome).toMatchObject({ ok: false, code: 'SALE_REVERSED' });
  });
});
