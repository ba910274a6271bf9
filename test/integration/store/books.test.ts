import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { totalsOf } from '#domain/statement/totals.ts';
import { statementLine, type StatementLine } from '#protocol/records/statement.ts';
import { NOON_MS } from '#test/support/facts.ts';
import {
  ask,
  authorize,
  capture,
  nextId,
  openBench,
  putChanges,
  seedNetwork,
  type StoreBench,
  topUp,
} from '#test/support/network-store.ts';

let bench: StoreBench;
afterEach(() => bench.dispose());

const DAY_MS = 86_400_000;
const dated = { fromDate: '2026-01-01', untilDate: null };
const terms = {
  captureTolerance: { by: 'share', bp: 500 },
  fees: [
    {
      ...dated,
      feeId: 'card',
      name: 'Карта',
      charge: { by: 'fill', amountMinor: 1_500 },
      vatRateBp: 0,
    },
    {
      ...dated,
      feeId: 'service',
      name: 'Сервис',
      charge: { by: 'share', bp: 125 },
      vatRateBp: null,
    },
  ],
  discounts: [
    {
      ...dated,
      discountId: 'd',
      scopeKind: 'product',
      scopeId: 'diesel',
      reduction: { by: 'share', bp: 300 },
    },
  ],
} as const;

const office = () => ({ atMs: bench.nowMs, workstationId: null });

async function begin(): Promise<void> {
  bench = await openBench();
  await seedNetwork(bench.store, { depositMinor: 0 });
  await ask(bench.store, {
    ...topUp(nextId(), 5_000_000_000),
    atMs: NOON_MS - 5 * DAY_MS,
  } as never);
  const set = { kind: 'contract.set-terms', commandId: nextId(), contractId: 'contract-1', terms };
  await ask(bench.store, { ...office(), ...set } as AuthorityCommand);
}

const refund = (saleId: string, volumeMl: number): AuthorityCommand => {
  const commandId = nextId();
  return {
    atMs: bench.nowMs,
    workstationId: 'desk-1',
    kind: 'sale.refund',
    commandId,
    refundId: commandId,
    saleId,
    cardId: null,
    to: 'account',
    volumeMl,
    reason: 'бак полон',
    stationId: 'station-1',
    operatorId: 'user-1',
    refundedAtMs: bench.nowMs,
    slipNumber: null,
    told: null,
  };
};

const lockAt = (beforeMs: number): AuthorityCommand => {
  const named = { throughDate: '2026-11-20', userId: 'user-1', beforeMs };
  return { ...office(), kind: 'ledger.lock-period', commandId: nextId(), ...named };
};

type Step = readonly [
  kind: 'sale' | 'late' | 'refund' | 'top-up' | 'correct' | 'lock' | 'close' | 'next',
  which: number,
  quantity: number,
];

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(
    fc.constantFrom('sale', 'sale', 'late', 'refund', 'top-up', 'correct', 'lock', 'close', 'next'),
    fc.nat({ max: 9 }),
    fc.integer({ min: 1, max: 60_000 }),
  ),
  { maxLength: 25 },
);

async function sellNow(): Promise<void> {
  const saleId = nextId();
  await ask(bench.store, authorize(saleId, 10_000));
  await ask(bench.store, capture(nextId(), saleId, 10_000));
}

class History {
  readonly sales: string[] = [];
  readonly payments: string[] = [];

  async play([kind, which, quantity]: Step): Promise<void> {
    switch (kind) {
      case 'sale':
      case 'late':
        return this.#sell(quantity, kind === 'late' ? which % 4 : 0);
      case 'refund': {
        const saleId = this.sales[which % Math.max(1, this.sales.length)];
        if (saleId !== undefined) await ask(bench.store, refund(saleId, Math.ceil(quantity / 3)));
        return;
      }
      case 'top-up': {
        const id = nextId();
        this.payments.push(id);
        const atMs = bench.nowMs;
        const paid = { ...topUp(id, quantity), atMs, effectiveAtMs: atMs - which * DAY_MS };
        await ask(bench.store, paid as AuthorityCommand);
        return;
      }
      case 'correct':
        return this.#correct(which, quantity);
      case 'lock':
        await ask(bench.store, lockAt(bench.nowMs - (which + 1) * 7_200_000));
        return;
      case 'close':
        await bench.store.stores.ledger.closeDays(bench.nowMs);
        return;
      case 'next':
        bench.nowMs += DAY_MS / 2 + which * 3_600_000;
    }
  }

  async #sell(volumeMl: number, daysAgo: number): Promise<void> {
    const saleId = nextId();
    const atMs = bench.nowMs - daysAgo * DAY_MS;
    const { outcome } = await ask(bench.store, { ...authorize(saleId, volumeMl), atMs } as never);
    if (outcome?.ok !== true) return;
    this.sales.push(saleId);
    // Up to five per cent above its hold, as the terms allow.
    const soldMl = volumeMl + Math.floor((volumeMl * (volumeMl % 6)) / 100);
    await ask(bench.store, capture(nextId(), saleId, soldMl));
  }

  async #correct(which: number, rightAmountMinor: number): Promise<void> {
    const transferId = this.payments[which % Math.max(1, this.payments.length)];
    if (transferId === undefined) return;
    const named = { contractId: 'contract-1', transferId, reason: 'опечатка', userId: 'user-1' };
    await ask(bench.store, {
      ...office(),
      kind: 'ledger.correct',
      commandId: nextId(),
      ...named,
      rightAmountMinor,
      knowsLocked: true,
    });
  }
}

async function statement(fromMs: number, toMs: number, limit = 7) {
  const lines: StatementLine[] = [];
  let cursor: string | null = null;
  for (;;) {
    const named = { subjectKind: 'contract', subjectId: 'contract-1', fromMs, toMs } as const;
    const page = await bench.store.stores.statements.statement({
      ...named,
      clientId: null,
      cursor,
      limit,
    });
    lines.push(...page.lines);
    cursor = page.nextCursor;
    if (cursor === null) return { ...page, lines };
  }
}

describe('the books of a contract', () => {
  it('[I3] opening + movements = closing over any history, closed days or not, and the checker agrees', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        await begin();
        try {
          const history = new History();
          for (const step of all) await history.play(step);
          expect(await bench.verify()).toMatchObject({ ok: true });
          const cuts = [
            NOON_MS - 6 * DAY_MS,
            NOON_MS - DAY_MS,
            NOON_MS + DAY_MS / 3,
            bench.nowMs + 1,
          ];
          const ends = cuts.toSorted((a, b) => a - b);
          let before = 0;
          for (const [index, toMs] of ends.slice(1).entries()) {
            const part = await statement(ends[index] ?? 0, toMs);
            expect(part.openingMinor).toBe(before);
            expect(totalsOf(part.lines)).toEqual(part.totals);
            const moved = part.lines.reduce((sum, line) => sum + line.amountMinor, 0);
            expect(part.closingMinor).toBe(before + moved);
            for (const line of part.lines) expect(statementLine.parse(line)).toEqual(line);
            before = part.closingMinor ?? 0;
          }
          await bench.store.stores.ledger.closeDays(bench.nowMs + 2 * DAY_MS);
          expect(await bench.verify()).toMatchObject({ ok: true });
          expect((await statement(ends[1] ?? 0, bench.nowMs + 1)).closingMinor).toBe(before);
        } finally {
          await bench.dispose();
        }
      }),
      {
        numRuns: 10,
        examples: [
          [
            [
              ['close', 0, 1],
              ['late', 1, 1],
              ['sale', 0, 1],
            ],
          ],
        ],
      },
    );
    await begin();
  });

  it('[C3] each fee is its own line, and a payment has the day of the bank and that of the books', async () => {
    await begin();
    const saleId = nextId();
    await ask(bench.store, authorize(saleId, 10_000));
    await ask(bench.store, capture(nextId(), saleId, 10_000));
    const paid = { ...topUp('paid-1', 700), atMs: NOON_MS, effectiveAtMs: NOON_MS - 3 * DAY_MS };
    await ask(bench.store, paid as AuthorityCommand);
    const { lines, totals } = await statement(NOON_MS - DAY_MS, NOON_MS + DAY_MS);
    const sold = lines.filter(({ lineId }) => lineId.startsWith(saleId));
    expect(sold.map(({ kind, text, amountMinor }) => [kind, text, amountMinor])).toEqual([
      ['sale', null, -286_150],
      ['fee', 'Карта', -1_500],
      ['fee', 'Сервис', -3_577],
    ]);
    expect(sold[0]).toMatchObject({ listPriceMinorPerLitre: 29_500, discountMinor: 8_850 });
    expect(totals).toMatchObject({ saleAmountMinor: 286_150, feeMinor: 5_077 });
    const payment = lines.find(({ lineId }) => lineId === 'paid-1');
    expect(payment).toMatchObject({ atMs: NOON_MS, effectiveAtMs: NOON_MS - 3 * DAY_MS });
  });

  it('late truth of a locked period stands on the first open day, with its own date', async () => {
    await begin();
    const saleId = nextId();
    await ask(bench.store, authorize(saleId, 10_000));
    bench.nowMs = NOON_MS + 2 * DAY_MS;
    const beforeMs = NOON_MS + DAY_MS;
    expect((await ask(bench.store, lockAt(beforeMs))).outcome).toMatchObject({ ok: true });
    await ask(bench.store, capture(nextId(), saleId, 10_000));
    expect((await statement(0, beforeMs)).totals.saleCount).toBe(0);
    const { lines } = await statement(beforeMs, bench.nowMs);
    expect(lines[0]).toMatchObject({ lineId: saleId, atMs: beforeMs, effectiveAtMs: NOON_MS });
    expect(await bench.store.stores.ledger.locks()).toMatchObject([{ beforeMs }]);
  });

  it('daily closings are those of the contract’s days, and late truth moves them', async () => {
    await begin();
    const { ledger } = bench.store.stores;
    bench.nowMs = NOON_MS + 2 * DAY_MS;
    await ledger.closeDays(bench.nowMs);
    const question = { contractId: 'contract-1', cursor: null, limit: 10, search: null };
    const closed = await ledger.closings(question);
    expect(closed.rows[0]).toMatchObject({ day: '2026-11-16', balanceMinor: 5_000_000_000 });
    const saleId = nextId();
    await ask(bench.store, { ...authorize(saleId, 10_000), atMs: NOON_MS - 5 * DAY_MS } as never);
    await ask(bench.store, capture(nextId(), saleId, 10_000));
    const after = await ledger.closings(question);
    expect(after.rows[0]).toMatchObject({ balanceMinor: 5_000_000_000 - 291_227 });
    expect(await bench.verify()).toMatchObject({ ok: true });
  });

  it('a day closed without movement gets its closing when late truth reaches it, and the next day adds to it', async () => {
    await begin();
    const { ledger } = bench.store.stores;
    await ledger.closeDays(NOON_MS);
    const saleId = nextId();
    await ask(bench.store, { ...authorize(saleId, 10_000), atMs: NOON_MS - 2 * DAY_MS } as never);
    await ask(bench.store, capture(nextId(), saleId, 10_000));
    const question = { contractId: 'contract-1', cursor: null, limit: 10, search: null };
    const closed = await ledger.closings(question);
    expect(closed.rows.map(({ day, balanceMinor }) => [day, balanceMinor])).toEqual([
      ['2026-11-19', 5_000_000_000 - 291_227],
      ['2026-11-16', 5_000_000_000],
    ]);
    await sellNow();
    await ledger.closeDays(NOON_MS + 2 * DAY_MS);
    expect(await bench.verify()).toMatchObject({ ok: true });
  });

  it('shows a hold past its time with who and where, until it is ended', async () => {
    await begin();
    const saleId = nextId();
    await ask(bench.store, authorize(saleId, 10_000));
    const question = { beforeMs: NOON_MS + 1, cursor: null, limit: 10, search: null };
    const { ledger } = bench.store.stores;
    expect((await ledger.staleHolds(question)).rows).toMatchObject([
      { saleId, workstationId: 'desk-1', workstationState: 'active', stationName: 'АЗС 1' },
    ]);
    const lost = { kind: 'workstation.stop', workstationId: 'desk-1', state: 'lost' } as const;
    await putChanges(bench.store, lost);
    bench.nowMs = NOON_MS + DAY_MS;
    const gone = { kind: 'hold.void', commandId: nextId(), saleId } as const;
    expect((await ask(bench.store, { ...office(), ...gone })).outcome).toMatchObject({ ok: true });
    expect((await ledger.staleHolds(question)).rows).toEqual([]);
    await ask(bench.store, capture(nextId(), saleId, 9_000));
    expect((await statement(0, bench.nowMs)).totals.saleCount).toBe(1);
    expect(await bench.verify()).toMatchObject({ ok: true });
  });
});
