import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { LoopTurns } from '#adapter/clock/loop-turns.ts';
import { AuthorityDesk } from '#service/authority/authority-desk.ts';
import { verifyDatabase } from '#store/move/verify-database.ts';
import { cardOf, limitOf, NOON_MS } from '#test/support/facts.ts';
import { setLimit } from '#test/support/ledger-network.ts';
import {
  ask,
  authorize,
  capture,
  hash64,
  nextId,
  putChanges,
  requestOf,
  reverse,
  seedNetwork,
  topUp,
} from '#test/support/network-store.ts';
import { deaf, openBackends, type Backends } from '#test/support/postgres/backends.ts';

let backends: Backends;
let desks: readonly AuthorityDesk[];

async function begin(count: number): Promise<void> {
  backends = await openBackends(Array.from({ length: count }, () => deaf));
  await seedNetwork(backends.stores[0]!);
  const clock = { nowMs: () => Date.now() };
  desks = backends.stores.map(({ stores }) => {
    return new AuthorityDesk(stores.deciding, new LoopTurns(), clock);
  });
}

beforeEach(() => begin(2));
afterEach(() => backends.close());

const deskOf = (index: number): AuthorityDesk => desks[index % desks.length]!;

describe('two backends over one database', () => {
  it('[I1] of 100 parallel authorizations with room for exactly 40, exactly 40 pass', async () => {
    await ask(backends.stores[0]!, setLimit(limitOf({ amount: 40_000 }), NOON_MS));
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        deskOf(index).ask(requestOf(authorize(nextId(), 1_000))),
      ),
    );
    expect(answers.filter(({ outcome }) => outcome?.ok === true)).toHaveLength(40);
    const verdict = await verifyDatabase(backends, NOON_MS);
    expect(verdict).toMatchObject({ ok: true, counts: { sales: 40 } });
  });

  it('[I2] one command asked of both at once is decided once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const request = requestOf(authorize(nextId(), 1_000));
      const answers = await Promise.all(desks.map((desk) => desk.ask(request)));
      expect(answers.filter(({ repeated }) => repeated)).toHaveLength(1);
      expect(answers[0]?.outcome).toEqual(answers[1]?.outcome);
    }
    const verdict = await verifyDatabase(backends, NOON_MS);
    expect(verdict).toMatchObject({ ok: true, counts: { sales: 10 } });
  });

  it('[I2] a reversal that races its unseen sale leaves nothing held', async () => {
    for (let round = 0; round < 20; round += 1) {
      const saleId = nextId();
      const sale = requestOf(authorize(saleId, 1_000));
      const back = requestOf(reverse(nextId(), saleId));
      const [sold] = await Promise.all([deskOf(round).ask(sale), deskOf(round + 1).ask(back)]);
      const again = await deskOf(round).ask(sale);
      expect(again.repeated).toBe(true);
      if (sold?.outcome?.ok !== true)
        expect(sold?.outcome).toMatchObject({ code: 'SALE_REVERSED' });
    }
    const { db } = backends.stores[0]!;
    expect(await db.all(`SELECT sale_id FROM sale WHERE state = 'held'`)).toEqual([]);
    expect(await verifyDatabase(backends, NOON_MS)).toMatchObject({ ok: true });
  });

  it('[I1] [I3] the ledger adds up after whatever was asked of both at once', async () => {
    const kinds = fc.constantFrom('authorize', 'capture', 'reverse', 'top-up', 'limit', 'grant');
    const step = fc.record({ kind: kinds, which: fc.nat({ max: 15 }), quantity: fc.nat(40_000) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const sales = Array.from({ length: 16 }, () => nextId());
        const commandOf = ({ kind, which, quantity }: (typeof steps)[number]): AuthorityCommand => {
          const saleId = sales[which]!;
          if (kind === 'authorize') return authorize(saleId, 1_000 * (which + 1));
          if (kind === 'capture') return capture(nextId(), saleId, quantity);
          if (kind === 'reverse') return reverse(nextId(), saleId);
          if (kind === 'top-up') return topUp(nextId(), quantity + 1);
          if (kind === 'limit') return setLimit(limitOf({ amount: quantity }), NOON_MS);
          const wanted = { amountMinor: quantity, volumeMl: quantity, count: 1 };
          const place = { cardId: 'card-1', stationId: 'station-1', workstationId: 'desk-1' };
          return { kind: 'lease.grant', commandId: nextId(), atMs: NOON_MS, ...place, wanted };
        };
        const asked = steps.map((one, index) => deskOf(index).ask(requestOf(commandOf(one))));
        await Promise.all(asked);
        expect(await verifyDatabase(backends, NOON_MS)).toMatchObject({ ok: true });
      }),
      { numRuns: 6 },
    );
  });

  it('decides about a card under the contract that it has come to', async () => {
    const [first, second] = backends.stores;
    const { registers } = first!.stores;
    const client = {
      name: 'Б',
      country: 'KZ',
      currency: 'KZT',
      taxId: null,
      segment: null,
    } as const;
    const rows = [{ sourceId: 'contract-2', ...client }];
    await registers.importRegister({ register: 'clients', rows });
    const card = { ...cardOf({ cardId: 'card-9' }), productIds: null, stationIds: null };
    const added = { ...card, contractId: 'contract-1' };
    await putChanges(first!, { kind: 'card.add', card: added, panHash: hash64('card-9') });
    const row = { sourceId: 'card-9', panHash: hash64('card-9'), panMasked: card.panMasked };
    const people = { holder: null, vehicle: null, expiresOn: null };
    const moves = async (): Promise<void> => {
      for (const clientSourceId of ['contract-2', 'contract-1', 'contract-2', 'contract-1']) {
        const moved = [{ ...row, ...people, clientSourceId }];
        await registers.importRegister({ register: 'cards', rows: moved });
      }
    };
    const block = (): Promise<unknown> => {
      const office = { commandId: nextId(), atMs: NOON_MS, workstationId: null };
      return ask(second!, { kind: 'card.block', cardId: 'card-9', reason: 'client', ...office });
    };
    await Promise.all([moves(), block(), block(), block(), block(), block()]);
    const facts = await second!.stores.registers.cardFacts('card-9', NOON_MS);
    expect(facts?.card).toMatchObject({ contractId: 'contract-1', state: 'blocked' });
  });

  it('a feed that one moved is heard of at the other', async () => {
    await backends.close();
    let hear = (_cursor: string): void => undefined;
    const heard = new Promise<string>((resolve) => {
      hear = resolve;
    });
    backends = await openBackends([deaf, { feedMoved: (cursor) => hear(cursor) }]);
    await seedNetwork(backends.stores[0]!, { depositMinor: 0 });
    const cursor = await heard;
    expect(Number(cursor)).toBeGreaterThan(0);
  });
});
