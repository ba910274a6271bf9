import { describe, expect, it } from 'vitest';
import type { BookHoldCommand } from '#domain/authority/command.ts';
import type { Outcome } from '#domain/authority/change.ts';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { decide } from '#domain/authority/decide.ts';
import { outstanding } from '#domain/lease/lease.ts';
import type { SalePart } from '#domain/sale/sale.ts';
import { authorize } from '#test/support/authority-commands.ts';
import { FactBook, limitOf, NOON_MS } from '#test/support/facts.ts';

const DAY = 'limit/day/day:2026-11-21';
const MONEY = 'money/contract-1';
const limits = [limitOf({ limitId: 'day', amount: 100_000 })];

function give(book: FactBook, command: AuthorityCommand): Outcome {
  const { outcome, changes } = decide(command, book.facts(command));
  book.apply(changes);
  return outcome;
}

function hold(parts: readonly SalePart[], patch: Partial<BookHoldCommand> = {}): BookHoldCommand {
  return {
    kind: 'sale.book-hold',
    commandId: 'line-1',
    atMs: NOON_MS,
    workstationId: 'desk-1',
    saleId: 's1',
    cardId: 'card-1',
    stationId: 'station-1',
    productId: 'diesel',
    pumpNumber: 1,
    operatorId: 'operator-1',
    priceMinorPerLitre: 29_500,
    vatRateBp: 1600,
    authorizedAtMs: NOON_MS,
    holdAmountMinor: 295_000,
    holdVolumeMl: 10_000,
    toleranceMl: 0,
    lines: [],
    parts,
    ...patch,
  };
}

const grant = (workstationId: string): AuthorityCommand => ({
  kind: 'lease.grant',
  commandId: `grant-${workstationId}`,
  atMs: NOON_MS,
  workstationId,
  cardId: 'card-1',
  stationId: 'station-1',
  wanted: { amountMinor: 500_000, volumeMl: 20_000, count: 1 },
});

const end = (kind: 'capture' | 'reverse', volumeMl = 10_000): AuthorityCommand => {
  const base = { commandId: 'line-2', atMs: NOON_MS, workstationId: 'desk-1', saleId: 's1' };
  if (kind === 'reverse') return { ...base, kind: 'sale.reverse', reversedAtMs: NOON_MS };
  return {
    ...base,
    kind: 'sale.capture',
    volumeMl,
    capturedAtMs: NOON_MS,
    slipNumber: 1,
    told: null,
  };
};

function leaseOn(book: FactBook, key: string): string {
  return [...book.leases.values()].find((lease) => lease.allowanceKey === key)?.leaseId ?? '';
}

/**
 * What must hold whatever a workstation tells: nothing negative, and leased is what leases leave.
 */
function expectSound(book: FactBook): void {
  for (const [key, counters] of book.counters) {
    expect(Math.min(counters.captured, counters.held, counters.leased)).toBeGreaterThanOrEqual(0);
    const own = [...book.leases.values()].filter((lease) => lease.allowanceKey === key);
    expect(counters.leased).toBe(own.reduce((sum, lease) => sum + outstanding(lease), 0));
    for (const lease of own) expect(lease.spent).toBeGreaterThanOrEqual(0);
  }
}

describe('a hold told by a workstation', () => {
  it('spends no lease of another workstation, and gives it nothing back', () => {
    const book = new FactBook({ limits });
    give(book, grant('desk-2'));
    const leaseId = leaseOn(book, DAY);
    const part = { allowanceKey: DAY, measure: 'volume', held: 10_000, leaseId } as const;
    expect(give(book, hold([part])).ok).toBe(true);
    expect(give(book, end('reverse')).ok).toBe(true);
    expect(book.leases.get(leaseId)?.spent).toBe(0);
    expectSound(book);
  });

  it('is not paid by a lease on something else', () => {
    const book = new FactBook({ limits });
    give(book, grant('desk-1'));
    const leaseId = leaseOn(book, MONEY);
    const part = { allowanceKey: DAY, measure: 'volume', held: 10_000, leaseId } as const;
    expect(give(book, hold([part])).ok).toBe(true);
    expectSound(book);
    give(book, end('capture', 4_000));
    expectSound(book);
    expect(book.counters.get(DAY)).toMatchObject({ captured: 4_000, held: 0 });
  });

  it("counts in full even where the told parts leave something out, and never on another's money", () => {
    const book = new FactBook({ limits });
    const little = { allowanceKey: DAY, measure: 'volume', held: 1, leaseId: null } as const;
    const foreign = {
      allowanceKey: 'money/contract-2',
      measure: 'money',
      held: 9,
      leaseId: null,
    } as const;
    expect(give(book, hold([little, foreign])).ok).toBe(true);
    expect(book.counters.get(DAY)?.held).toBe(10_000);
    expect(book.counters.get(MONEY)?.held).toBe(295_000);
    expect(book.counters.has('money/contract-2')).toBe(false);
  });

  it('covers its own volume, so that a capture of all of it fits', () => {
    const book = new FactBook({ limits });
    expect(give(book, hold([], { holdAmountMinor: 1 })).ok).toBe(true);
    expect(give(book, end('capture'))).toMatchObject({ ok: true });
    expect(book.counters.get(MONEY)).toEqual({ captured: 295_000, held: 0, leased: 0 });
  });

  it('is refused when it is no amount at all', () => {
    const book = new FactBook({ limits });
    const absurd = { priceMinorPerLitre: 1e12, holdVolumeMl: 1e9 };
    expect(give(book, hold([], absurd))).toMatchObject({ code: 'AMOUNT_INVALID' });
  });
});

describe('commands that come twice in one', () => {
  it('two returns on one lease both count, the same return once', () => {
    const book = new FactBook({ limits });
    give(book, grant('desk-1'));
    const leaseId = leaseOn(book, DAY);
    const part = (returnId: string) => ({ returnId, leaseId, quantity: 10_000 });
    give(book, {
      ...authorize('s9', 1_000),
      leaseReturns: [part('r1'), part('r2'), part('r2')],
    });
    expect(book.leases.get(leaseId)?.returned).toBe(20_000);
    expectSound(book);
  });

  it('another authorization under the id of a known sale is refused', () => {
    const book = new FactBook({ limits });
    give(book, hold([]));
    const before = book.counters.get(DAY);
    const outcome = give(book, {
      ...hold([]),
      kind: 'sale.authorize',
      commandId: 'other',
      ask: { by: 'full' },
      pin: 'not-asked',
      leaseReturns: [],
    });
    expect(outcome).toMatchObject({ code: 'COMMAND_ID_REUSED' });
    expect(book.counters.get(DAY)).toEqual(before);
  });
});

describe('a limit that is lowered', () => {
  it('names what is leased ahead in the next window too (I1)', () => {
    const book = new FactBook({ limits });
    give(book, grant('desk-1'));
    give(book, {
      kind: 'limit.set',
      commandId: 'lower',
      atMs: NOON_MS,
      workstationId: null,
      contractId: 'contract-1',
      limit: limitOf({ limitId: 'day', amount: 50_000 }),
    });
    const named = book.changes.flatMap((change) =>
      change.kind === 'exposure.put'
        ? [[change.exposure.allowanceKey, change.exposure.quantity]]
        : [],
    );
    expect(named).toEqual([
      [DAY, 20_000],
      ['limit/day/day:2026-11-22', 20_000],
    ]);
  });
});

describe('payments', () => {
  it('stop where sums would no longer be exact', () => {
    const book = new FactBook({});
    const base = {
      commandId: 't',
      atMs: NOON_MS,
      workstationId: null,
      memo: '',
      effectiveAtMs: NOON_MS,
    };
    const topUp = { ...base, kind: 'contract.top-up', contractId: 'contract-1' } as const;
    const outcome = give(book, { ...topUp, amountMinor: Number.MAX_SAFE_INTEGER });
    expect(outcome).toMatchObject({ code: 'AMOUNT_INVALID' });
  });
});
