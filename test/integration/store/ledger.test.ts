import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuthorityCommand } from "#domain/authority/command.ts";
import { decide } from "#domain/authority/decide.ts";
import type { LeaseAccount } from "#domain/lease/lease.ts";
import { openDatabase } from "#sqlite/open.ts";
import { verifyLedger } from "#store/sqlite/verify-ledger.ts";
import { cardOf, limitOf, NOON_MS } from "#test/support/facts.ts";
import {
  ask,
  authorize,
  capture,
  hash64,
  KEY_HEX,
  nextId,
  openBench,
  requestOf,
  reverse,
  seedNetwork,
  topUp,
  workstationOf,
  type StoreBench,
} from "#test/support/network-store.ts";

let bench: StoreBench;
const DAY_MS = 86_400_000;

const limits = [
  limitOf({ limitId: "day", amount: 150_000 }),
  limitOf({
    limitId: "fills",
    measure: "count",
    amount: 6,
    period: "week",
    subjectId: "card-2",
  }),
  limitOf({
    limitId: "month",
    measure: "money",
    amount: 9_000_000,
    period: "month",
  }),
  limitOf({
    limitId: "all",
    subjectKind: "contract",
    subjectId: "contract-1",
    amount: 400_000,
    period: "month",
  }),
];

const office = (commandId: string) => ({
  commandId,
  atMs: bench.nowMs,
  workstationId: null,
});
const setLimit = (limit: ReturnType<typeof limitOf>): AuthorityCommand => {
  return {
    ...office(nextId()),
    kind: "limit.set",
    contractId: "contract-1",
    limit,
  };
};

async function begin(): Promise<void> {
  bench = openBench();
  await seedNetwork(bench.store, { depositMinor: 12_000_000 });
  const second = {
    ...cardOf({ cardId: "card-2" }),
    productIds: null,
    stationIds: null,
  };
  await bench.store.stores.registers.addCard(second, hash64("card-2"));
  await bench.store.stores.identity.addWorkstation(
    workstationOf({ workstationId: "desk-2" }),
  );
  for (const limit of limits) await ask(bench.store, setLimit(limit));
}

beforeEach(begin);
afterEach(() => bench.dispose());

const KINDS = [
  "authorize",
  "authorize",
  "capture",
  "capture",
  "reverse",
  "grant",
  "book",
  "return",
  "limit",
  "top-up",
  "repeat",
] as const;

interface Step {
  readonly kind: (typeof KINDS)[number];
  readonly which: number;
  readonly quantity: number;
  readonly desk: "desk-1" | "desk-2";
  readonly cardId: "card-1" | "card-2";
  readonly day: number;
  /** Asked together with the step before, in one batch. */
  readonly joined: boolean;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    which: fc.nat({ max: 11 }),
    quantity: fc.integer({ min: 1, max: 60_000 }),
    desk: fc.constantFrom("desk-1", "desk-2"),
    cardId: fc.constantFrom("card-1", "card-2"),
    day: fc.integer({ min: 0, max: 2 }),
    joined: fc.boolean(),
  }),
  { maxLength: 40 },
);

/** Makes commands as two workstations and an office would, right and wrong ones. */
class Script {
  readonly saleIds: string[] = [];
  readonly asked: AuthorityCommand[] = [];

  next(step: Step): AuthorityCommand {
    const command = this.#command(step);
    this.asked.push(command);
    return command;
  }

  #command({
    kind,
    which,
    quantity,
    desk,
    cardId,
    day,
  }: Step): AuthorityCommand {
    // The authority's clock goes forward; what a workstation tells late is older.
    if (kind !== "book")
      bench.nowMs = Math.max(bench.nowMs, NOON_MS + day * DAY_MS);
    const at = { atMs: bench.nowMs, workstationId: desk };
    const known = this.saleIds[which] ?? nextId();
    switch (kind) {
      case "authorize": {
        const command = {
          ...authorize(this.#newSale(), quantity),
          ...at,
          cardId,
        };
        const lease = this.#lease(which);
        const leaseReturns = [
          { returnId: nextId(), leaseId: lease?.leaseId ?? "none", quantity },
        ];
        return { ...command, leaseReturns } as AuthorityCommand;
      }
      case "capture":
        return {
          ...capture(nextId(), known, quantity),
          ...at,
        } as AuthorityCommand;
      case "reverse":
        return { ...reverse(nextId(), known), ...at } as AuthorityCommand;
      case "grant": {
        const wanted = {
          amountMinor: quantity * 30,
          volumeMl: quantity,
          count: 2,
        };
        const stationId = "station-1";
        return {
          ...at,
          kind: "lease.grant",
          commandId: nextId(),
          cardId,
          stationId,
          wanted,
        };
      }
      case "book":
        return this.#book({ ...at, cardId, quantity }, NOON_MS + day * DAY_MS);
      case "return": {
        const leaseId = this.#lease(which)?.leaseId ?? "none";
        const leaseReturn = { returnId: nextId(), leaseId, quantity };
        return {
          ...at,
          kind: "lease.return",
          commandId: nextId(),
          leaseReturn,
        };
      }
      case "limit":
        return setLimit({
          ...limits[which % limits.length]!,
          amount: quantity * 3,
        });
      case "top-up":
        return topUp(nextId(), quantity);
      case "repeat":
        return this.asked[which] ?? topUp(nextId(), 1);
    }
  }

  #newSale(): string {
    const saleId = nextId();
    this.saleIds.push(saleId);
    return saleId;
  }

  #leases(): LeaseAccount[] {
    return bench.store.db
      .prepare<[], LeaseAccount>(
        `SELECT lease_id AS leaseId, allowance_key AS allowanceKey, measure,
          workstation_id AS workstationId
        FROM lease ORDER BY rowid`,
      )
      .all();
  }

  #lease(which: number): LeaseAccount | undefined {
    const leases = this.#leases();
    return leases[which % Math.max(1, leases.length)];
  }

  /** A sale from whatever leases there are, in whatever state: late truth is booked, not asked. */
  #book(
    given: {
      atMs: number;
      workstationId: string;
      cardId: string;
      quantity: number;
    },
    authorizedAtMs: number,
  ): AuthorityCommand {
    const { quantity, ...base } = given;
    const saleId = this.#newSale();
    const holdAmountMinor = Math.round((quantity * 29_500) / 1000);
    const quantities = { money: holdAmountMinor, volume: quantity, count: 1 };
    const parts = this.#leases()
      .slice(0, 5)
      .map(({ allowanceKey, measure, leaseId }) => {
        return {
          allowanceKey,
          measure,
          held: Math.ceil(quantities[measure] / 2),
          leaseId,
        };
      });
    return {
      ...base,
      kind: "sale.book-hold",
      commandId: nextId(),
      saleId,
      stationId: "station-1",
      productId: "diesel",
      pumpNumber: 1,
      operatorId: "user-1",
      priceMinorPerLitre: 29_500,
      vatRateBp: 1600,
      authorizedAtMs,
      holdAmountMinor,
      holdVolumeMl: quantity,
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
    expect(verifyLedger(bench.store.db, bench.nowMs)).toMatchObject({
      ok: true,
    });
  };
  for (const step of all) {
    if (!step.joined && batch.length > 0) await commit();
    batch.push(script.next(step));
  }
  if (batch.length > 0) await commit();
}

describe("the ledger", () => {
  it("[I1] [I3] adds up after every batch of any commands", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        bench.dispose();
        await begin();
        await play(all);
      }),
      { numRuns: 40 },
    );
  });

  it("[I2] is the same after every command was asked again", async () => {
    const saleId = nextId();
    const commands = [
      authorize(saleId, 9_000),
      capture(nextId(), saleId, 5_000),
      topUp(nextId(), 7_000),
      authorize(nextId(), 1_000_000),
    ];
    for (const command of commands) await ask(bench.store, command);
    const transfers = () =>
      bench.store.db.prepare("SELECT * FROM transfer").all();
    const before = transfers();
    for (const command of [...commands, ...commands.toReversed()]) {
      expect((await ask(bench.store, command)).repeated).toBe(true);
    }
    expect(transfers()).toEqual(before);
  });
});

describe("the checker of the ledger", () => {
  const FAULTS = [
    [
      "counter",
      `UPDATE pack SET counters = json_set(counters, '$."limit/day/day:2026-11-21"[0]', 1)
      WHERE owner_key = 'card/card-1'`,
    ],
    [
      "money",
      `UPDATE pack SET counters = json_set(counters, '$."money/contract-1"[0]', 1)
      WHERE owner_key = 'contract/contract-1'`,
    ],
    ["lost pack", `DELETE FROM pack WHERE owner_key = 'card/card-1'`],
    [
      "transfer",
      `UPDATE transfer SET amount_minor = amount_minor - 1 WHERE memo = 'sale'`,
    ],
    [
      "lost sale",
      `UPDATE sale SET state = 'reversed', amount_minor = 0, volume_ml = 0, vat_minor = 0`,
    ],
    ["deposit", `UPDATE contract SET deposits_minor = deposits_minor + 1`],
    [
      "lease",
      `UPDATE lease SET spent = spent + 1 WHERE allowance_key LIKE 'limit/day/%'`,
    ],
    [
      "return",
      `UPDATE lease SET returned = returned + 1 WHERE allowance_key LIKE 'money/%'`,
    ],
    [
      "forgotten lease",
      `UPDATE pack SET counters = json_set(counters, '$."money/contract-1"[2]', 0)
      WHERE owner_key = 'contract/contract-1'`,
    ],
    [
      "overspent limit",
      `UPDATE pack SET limits = json_set(limits, '$[0].amount', 1)
      WHERE owner_key = 'card/card-1'`,
    ],
    [
      "overspent money",
      `UPDATE contract SET credit_limit_minor = 0, deposits_minor = 0`,
    ],
    ["orphan", `DELETE FROM product`],
  ] as const;

  it.each(FAULTS)("finds a planted fault: %s", async (_name, sql) => {
    const saleId = nextId();
    await ask(bench.store, authorize(saleId, 9_000));
    await ask(bench.store, capture(nextId(), saleId, 5_000));
    await ask(bench.store, {
      kind: "lease.grant",
      commandId: nextId(),
      atMs: NOON_MS,
      workstationId: "desk-1",
      cardId: "card-1",
      stationId: "station-1",
      wanted: { amountMinor: 100_000, volumeMl: 5_000, count: 1 },
    });
    expect(verifyLedger(bench.store.db, bench.nowMs)).toMatchObject({
      ok: true,
    });
    const opened = openDatabase({
      file: bench.file,
      keyHex: KEY_HEX,
      durable: "normal",
    });
    if (!opened.ok) throw new Error(opened.code);
    opened.value.pragma("foreign_keys = OFF");
    expect(opened.value.prepare(sql).run().changes).toBeGreaterThan(0);
    opened.value.close();
    expect(verifyLedger(bench.store.db, bench.nowMs)).toMatchObject({
      ok: false,
    });
  });
});
