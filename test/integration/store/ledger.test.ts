import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { decide } from '#domain/authority/decide.ts';
import type { LeaseAccount } from '#domain/lease/lease.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { limits, seedLedger, setLimit } from '#test/support/ledger-network.ts';
import {
  ask,
  authorize,
  capture,
  nextId,
  openBench,
  requestOf,
  reverse,
  topUp,
  type StoreBench,
} from '#test/support/network-store.ts';

let bench: StoreBench;
const DAY_MS = 86_400_000;

async function begin(): Promise<void> {
  bench = await openBench();
  await seedLedger(bench.store);
}

beforeEach(begin);
afterEach(() => bench.dispose());

const KINDS = [
  'authorize',
  'authorize',
  'capture',
  'capture',
  'reverse',
  'grant',
  'book',
  'return',
  'limit',
  'top-up',
  'repeat',
] as const;

interface Step {
  readonly kind: (typeof KINDS)[number];
  readonly which: number;
  readonly quantity: number;
  readonly desk: 'desk-1' | 'desk-2';
  readonly cardId: 'card-1' | 'card-2';
  readonly day: number;
  /** Asked together with the step before, in one batch. */
  readonly joined: boolean;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    which: fc.nat({ max: 11 }),
    quantity: fc.integer({ min: 1, max: 60_000 }),
    desk: fc.constantFrom('desk-1', 'desk-2'),
    cardId: fc.constantFrom('card-1', 'card-2'),
    day: fc.integer({ min: 0, max: 2 }),
    joined: fc.boolean(),
  }),
  { maxLength: 40 },
);

/** Makes commands as two workstations and an office would, right and wrong ones. */
class Script {
  readonly saleIds: string[] = [];
  readonly asked: AuthorityCommand[] = [];

  async next(step: Step): Promise<AuthorityCommand> {
    const command = await this.#command(step);
    this.asked.push(command);
    return command;
  }

  async #command({ kind, which, quantity, desk, cardId, day }: Step): Promise<AuthorityCommand> {
    // The authority's clock goes forward; what a workstation tells late is older.
    if (kind !== 'book') bench.nowMs = Math.max(bench.nowMs, NOON_MS + day * DAY_MS);
    const at = { atMs: bench.nowMs, workstationId: desk };
    const known = this.saleIds[which] ?? nextId();
    switch (kind) {
      case 'authorize': {
        const command = {
          ...authorize(this.#newSale(), quantity),
          ...at,
          cardId,
        };
        const lease = await this.#lease(which);
        const leaseReturns = [{ returnId: nextId(), leaseId: lease?.leaseId ?? 'none', quantity }];
        return { ...command, leaseReturns } as AuthorityCommand;
      }
      case 'capture':
        return {
          ...capture(nextId(), known, quantity),
          ...at,
        } as AuthorityCommand;
      case 'reverse':
        return { ...reverse(nextId(), known), ...at } as AuthorityCommand;
      case 'grant': {
        const wanted = {
          amountMinor: quantity * 30,
          volumeMl: quantity,
          count: 2,
        };
        const stationId = 'station-1';
        return {
          ...at,
          kind: 'lease.grant',
          commandId: nextId(),
          cardId,
          stationId,
          wanted,
        };
      }
      case 'book':
        return this.#book({ ...at, cardId, quantity }, NOON_MS + day * DAY_MS);
      case 'return': {
        const leaseId = (await this.#lease(which))?.leaseId ?? 'none';
        const leaseReturn = { returnId: nextId(), leaseId, quantity };
        return {
          ...at,
          kind: 'lease.return',
          commandId: nextId(),
          leaseReturn,
        };
      }
      case 'limit':
        return setLimit(
          {
            ...limits[which % limits.length]!,
            amount: quantity * 3,
          },
          bench.nowMs,
        );
      case 'top-up':
        return topUp(nextId(), quantity);
      case 'repeat':
        return this.asked[which] ?? topUp(nextId(), 1);
    }
  }

  #newSale(): string {
    const saleId = nextId();
    this.saleIds.push(saleId);
    return saleId;
  }

  #leases(): Promise<readonly LeaseAccount[]> {
    return bench.rows<LeaseAccount>(
      `SELECT lease_id AS leaseId, allowance_key AS allowanceKey, measure,
          workstation_id AS workstationId
        FROM lease ORDER BY issued_at_ms, lease_id`,
    );
  }

  async #lease(which: number): Promise<LeaseAccount | undefined> {
    const leases = await this.#leases();
    return leases[which % Math.max(1, leases.length)];
  }

  /** A sale from whatever leases there are, in whatever state: late truth is booked, not asked. */
  async #book(
    given: {
      atMs: number;
      workstationId: string;
      cardId: string;
      quantity: number;
    },
    authorizedAtMs: number,
  ): Promise<AuthorityCommand> {
    const { quantity, ...base } = given;
    const saleId = this.#newSale();
    const holdAmountMinor = Math.round((quantity * 29_500) / 1000);
    const quantities = { money: holdAmountMinor, volume: quantity, count: 1 };
    const parts = (await this.#leases()).slice(0, 5).map(({ allowanceKey, measure, leaseId }) => {
      return {
        allowanceKey,
        measure,
        held: Math.ceil(quantities[measure] / 2),
        leaseId,
      };
    });
    return {
      ...base,
      kind: 'sale.book-hold',
      commandId: nextId(),
      saleId,
      stationId: 'station-1',
      productId: 'diesel',
      pumpNumber: 1,
      operatorId: 'user-1',
      priceMinorPerLitre: 29_500,
      vatRateBp: 1600,
      authorizedAtMs,
      holdAmountMinor,
      holdVolumeMl: quantity,
      toleranceMl: 0,
      lines: [],
      parts,
    };
  }
}

async function play(all: readonly Step[]): Promise<void> {
  const script = new Script();
  let batch: AuthorityCommand[] = [];
  const commit = async (): Promise<void> => {
    await bench.store.stores.deciding.commitBatch(
      batch.map((one) => requestOf(one)),
      decide,
    );
    batch = [];
    expect(await bench.verify()).toMatchObject({
      ok: true,
    });
  };
  for (const step of all) {
    if (!step.joined && batch.length > 0) await commit();
    batch.push(await script.next(step));
  }
  if (batch.length > 0) await commit();
}

describe('the ledger', () => {
  it('[I1] [I3] adds up after every batch of any commands', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        await bench.dispose();
        await begin();
        await play(all);
      }),
      { numRuns: 40 },
    );
  });

  it('[I2] is the same after every command was asked again', async () => {
    const saleId = nextId();
    const commands = [
      authorize(saleId, 9_000),
      capture(nextId(), saleId, 5_000),
      topUp(nextId(), 7_000),
      authorize(nextId(), 1_000_000),
    ];
    for (const command of commands) await ask(bench.store, command);
    const transfers = () => bench.rows('SELECT * FROM transfer ORDER BY transfer_id');
    const before = await transfers();
    for (const command of [...commands, ...commands.toReversed()]) {
      expect((await ask(bench.store, command)).repeated).toBe(true);
    }
    expect(await transfers()).toEqual(before);
  });
});
