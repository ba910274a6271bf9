import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import type { Outcome } from '#domain/authority/change.ts';
import { LEASE_LIFE_MS, outstanding } from '#domain/lease/lease.ts';
import { moneyAllowanceKey } from '#domain/limit/allowance.ts';
import { accountDeltas } from '#domain/ledger/ledger.ts';
import {
  DESK,
  give,
  authorize,
  capture,
  reverse,
  grant,
} from '#test/support/authority-commands.ts';
import { cardOf, contractOf, FactBook, limitOf, NOON_MS } from '#test/support/facts.ts';

const limits = [
  limitOf({ limitId: 'day', amount: 100_000 }),
  limitOf({ limitId: 'month', amount: 900_000_00, measure: 'money', period: 'month' }),
  limitOf({ limitId: 'fills', amount: 5, measure: 'count', period: 'week' }),
  limitOf({
    limitId: 'contract',
    subjectKind: 'contract',
    subjectId: 'contract-1',
    amount: 400_000,
    period: 'month',
  }),
];

/** I1 and I3 from the book alone: sums over allowances, over leases and over transfers. */
function checkInvariants(book: FactBook): void {
  const exposed = new Map<string, number>();
  for (const change of book.changes) {
    if (change.kind !== 'exposure.put') continue;
    const { allowanceKey, quantity } = change.exposure;
    exposed.set(allowanceKey, (exposed.get(allowanceKey) ?? 0) + quantity);
  }
  for (const [key, counters] of book.counters) {
    const limitId = key.split('/')[1];
    const limit = book.limits.find((candidate) => candidate.limitId === limitId);
    const { depositsMinor, creditLimitMinor } = book.contract;
    const amount = limit?.amount ?? depositsMinor + creditLimitMinor;
    const sum = counters.captured + counters.held + counters.leased;
    expect(sum).toBeLessThanOrEqual(amount + (exposed.get(key) ?? 0));
    expect(Math.min(counters.captured, counters.held, counters.leased)).toBeGreaterThanOrEqual(0);
    const leased = [...book.leases.values()].filter((lease) => lease.allowanceKey === key);
    expect(counters.leased).toBe(leased.reduce((sum, lease) => sum + outstanding(lease), 0));
  }
  const totals = { debits: 0, credits: 0, reserved: 0 };
  for (const change of book.changes) {
    if (change.kind !== 'transfer') continue;
    const [debit, credit] = accountDeltas(change.step);
    totals.debits += debit.debitsPostedMinor;
    totals.credits += credit.creditsPostedMinor;
    totals.reserved += debit.debitsPendingMinor - credit.creditsPendingMinor;
  }
  expect(totals.debits).toBe(totals.credits);
  expect(totals.reserved).toBe(0);
  const money = book.counters.get(moneyAllowanceKey('contract-1'));
  const sales = [...book.sales.values()];
  expect(money?.captured ?? 0).toBe(sales.reduce((sum, sale) => sum + sale.amountMinor, 0));
}

describe('the authority', () => {
  it('frees the rest of a hold when less went into the tank', () => {
    const book = new FactBook({ limits });
    expect(give(book, authorize('s1', 100_000)).ok).toBe(true);
    expect(give(book, authorize('s2', 1)).ok).toBe(false);
    expect(give(book, capture('s1', 30_000)).ok).toBe(true);
    expect(give(book, authorize('s3', 70_000)).ok).toBe(true);
    expect(give(book, authorize('s4', 1)).ok).toBe(false);
    checkInvariants(book);
  });

  it('never books a capture above its hold', () => {
    const book = new FactBook({ limits });
    give(book, authorize('s1', 10_000));
    expect(give(book, capture('s1', 10_001))).toMatchObject({ code: 'CAPTURE_ABOVE_HOLD' });
    expect(give(book, capture('s1', 10_000)).ok).toBe(true);
    expect(give(book, reverse('s1'))).toMatchObject({ code: 'SALE_ALREADY_CAPTURED' });
  });

  it('refuses a sale for ever when its reversal came first', () => {
    const book = new FactBook({ limits });
    expect(give(book, reverse('s1')).ok).toBe(true);
    expect(give(book, authorize('s1', 1000))).toMatchObject({ code: 'SALE_REVERSED' });
  });

  it('[N-20] the third wrong PIN blocks the card, and then even the right one is refused', () => {
    const book = new FactBook({ card: cardOf({ pinRequired: true }), limits });
    const attempt = (saleId: string, pin: 'right' | 'wrong'): Outcome =>
      give(book, { ...authorize(saleId, 1000), pin } as AuthorityCommand);
    expect(attempt('a', 'wrong')).toMatchObject({
      code: 'PIN_INVALID',
      params: { triesLeftCount: 2 },
    });
    expect(attempt('b', 'wrong')).toMatchObject({
      code: 'PIN_INVALID',
      params: { triesLeftCount: 1 },
    });
    expect(attempt('c', 'wrong')).toMatchObject({ code: 'PIN_BLOCKED' });
    expect(book.card).toMatchObject({ state: 'blocked', blockReason: 'pin' });
    expect(attempt('d', 'right')).toMatchObject({ code: 'PIN_BLOCKED' });
  });

  it('[N-20] a right PIN forgives the errors before it', () => {
    const book = new FactBook({ card: cardOf({ pinRequired: true, pinTriesUsed: 2 }), limits });
    give(book, { ...authorize('a', 1000), pin: 'right' } as AuthorityCommand);
    expect(book.card.pinTriesUsed).toBe(0);
  });

  it('names the excess when a limit is lowered below what is used, and passes nothing new', () => {
    const book = new FactBook({ limits });
    give(book, authorize('s1', 60_000));
    const lowered = limitOf({ limitId: 'day', amount: 50_000 });
    const command = { ...DESK, workstationId: null, commandId: 'lower', contractId: 'contract-1' };
    expect(give(book, { ...command, kind: 'limit.set', limit: lowered }).ok).toBe(true);
    expect(book.changes.filter((change) => change.kind === 'exposure.put')).toMatchObject([
      { exposure: { allowanceKey: 'limit/day/day:2026-11-21', quantity: 10_000 } },
    ]);
    expect(give(book, authorize('s2', 1))).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    checkInvariants(book);
  });

  it('[O-13] a block for theft takes the place of the one that the client could lift himself', () => {
    const book = new FactBook({ card: cardOf({ state: 'blocked', blockReason: 'client' }) });
    const block = { ...DESK, kind: 'card.block', commandId: 'b', cardId: 'card-1' } as const;
    expect(give(book, { ...block, reason: 'theft' }).ok).toBe(true);
    expect(book.card).toMatchObject({ state: 'blocked', blockReason: 'theft' });
    expect(give(book, { ...block, commandId: 'b2', reason: 'client' }).ok).toBe(true);
    expect(book.card.blockReason).toBe('theft');
  });

  it.each(['pin', 'debt', 'issuer'] as const)(
    '[O-13] a card blocked for %s and then reported stolen is not freed as if it were not',
    (blockReason) => {
      const book = new FactBook({ card: cardOf({ state: 'blocked', blockReason }) });
      const block = { ...DESK, kind: 'card.block', commandId: 'b', cardId: 'card-1' } as const;
      expect(give(book, { ...block, reason: 'theft' }).ok).toBe(true);
      expect(book.card.blockReason).toBe('theft');
      expect(give(book, { ...block, commandId: 'b2', reason: blockReason }).ok).toBe(true);
      expect(book.card.blockReason).toBe('theft');
    },
  );

  it('[N-20] blocking and unblocking his own card gives a client no new PIN tries', () => {
    const book = new FactBook({ card: cardOf({ pinRequired: true, pinTriesUsed: 2 }) });
    const own = { ...DESK, commandId: 'c', cardId: 'card-1' } as const;
    give(book, { ...own, kind: 'card.block', reason: 'client' });
    give(book, { ...own, kind: 'card.unblock', by: 'client' });
    expect(book.card).toMatchObject({ state: 'active', pinTriesUsed: 2 });
    give(book, { ...own, kind: 'card.block', reason: 'client' });
    give(book, { ...own, kind: 'card.pin-error' });
    expect(book.card).toMatchObject({ state: 'blocked', blockReason: 'pin' });
    const outcome = give(book, { ...own, kind: 'card.unblock', by: 'client' });
    expect(outcome).toMatchObject({ ok: false, code: 'BLOCK_NOT_REVERSIBLE' });
    give(book, { ...own, kind: 'card.unblock', by: 'staff' });
    expect(book.card).toMatchObject({ state: 'active', pinTriesUsed: 0 });
  });

  it('[O-13] lets a client lift only his own block', () => {
    const book = new FactBook({ card: cardOf({ state: 'blocked', blockReason: 'theft' }) });
    const command = { ...DESK, kind: 'card.unblock', commandId: 'u', cardId: 'card-1' } as const;
    expect(give(book, { ...command, by: 'client' })).toMatchObject({
      code: 'BLOCK_NOT_REVERSIBLE',
    });
    expect(give(book, { ...command, by: 'staff' }).ok).toBe(true);
  });

  it('[N-14] takes no payment that is not a positive whole amount', () => {
    const book = new FactBook({});
    const topUp = {
      ...DESK,
      kind: 'contract.top-up',
      contractId: 'contract-1',
      memo: '',
      effectiveAtMs: NOON_MS,
    } as const;
    for (const amountMinor of [0, -1, 0.5]) {
      const outcome = give(book, { ...topUp, commandId: `t${amountMinor}`, amountMinor });
      expect(outcome).toMatchObject({ code: 'AMOUNT_INVALID' });
    }
    expect(give(book, { ...topUp, commandId: 't', amountMinor: 5 }).ok).toBe(true);
    expect(book.contract.depositsMinor).toBe(contractOf().depositsMinor + 5);
  });
});

describe('leases', () => {
  it('make what they hold unavailable to everybody else', () => {
    const book = new FactBook({ limits });
    expect(give(book, grant('g1', 30_000)).ok).toBe(true);
    const key = 'limit/day/day:2026-11-21';
    expect(book.counters.get(key)?.leased).toBe(70_000);
    expect(give(book, authorize('s1', 30_000)).ok).toBe(true);
    expect(give(book, authorize('s2', 1)).ok).toBe(false);
    checkInvariants(book);
  });

  it('are granted for the next window too, from the moment it starts', () => {
    const book = new FactBook({ limits });
    give(book, grant('g1', 30_000));
    const next = [...book.leases.values()].find(
      (l) => l.allowanceKey === 'limit/day/day:2026-11-22',
    );
    expect(next?.validFromMs).toBe(Date.UTC(2026, 10, 21, 19));
    expect(next?.expiresAtMs).toBe(Date.UTC(2026, 10, 22, 19));
  });

  it('given back with an authorization are free for that same authorization, once', () => {
    const book = new FactBook({ limits });
    give(book, grant('g1', 30_000));
    const lease = [...book.leases.values()].find(
      (l) => l.allowanceKey === 'limit/day/day:2026-11-21',
    );
    const leaseReturns = [{ returnId: 'r1', leaseId: lease?.leaseId ?? '', quantity: 70_000 }];
    const money = [...book.leases.values()].find((l) => l.allowanceKey.startsWith('money/'));
    expect(money).toBeDefined();
    const command = { ...authorize('s1', 80_000), leaseReturns } as AuthorityCommand;
    expect(give(book, command).ok).toBe(true);
    const again = { ...authorize('s2', 80_000), leaseReturns } as AuthorityCommand;
    expect(give(book, again).ok).toBe(false);
    checkInvariants(book);
  });

  it('pay for a hold that was given without the link, and take back what was not sold', () => {
    const book = new FactBook({ limits });
    give(book, grant('g1', 30_000));
    expect(give(book, bookHold(book, 's1', 20_000)).ok).toBe(true);
    checkInvariants(book);
    expect(give(book, capture('s1', 5000)).ok).toBe(true);
    const day = book.counters.get('limit/day/day:2026-11-21');
    expect(day).toEqual({ captured: 5000, held: 0, leased: 65_000 });
    checkInvariants(book);
  });

  it('given back before the capture that left them is known are not leased to nobody after it', () => {
    const book = new FactBook({ limits });
    give(book, grant('g1', 30_000));
    expect(give(book, bookHold(book, 's1', 20_000)).ok).toBe(true);
    // The workstation has captured 5 litres, and gives back with its next question all that it has
    // left: its journal, with the capture in it, comes later.
    const returned = [...book.leases.values()].map(({ leaseId, granted }, index) => {
      const taken = book.sales.get('s1')?.parts.find((part) => part.leaseId === leaseId);
      const sold = { volume: 5000, money: 147_500, count: 1 }[taken?.measure ?? 'count'];
      const quantity = granted - (taken === undefined ? 0 : sold);
      return { returnId: `r${index}`, leaseId, quantity };
    });
    const asking = { ...authorize('s2', 1000), leaseReturns: returned } as AuthorityCommand;
    expect(give(book, asking).ok).toBe(true);
    checkInvariants(book);
    expect(give(book, capture('s1', 5000)).ok).toBe(true);
    expect([...book.counters.values()].map(({ leased }) => leased)).toEqual(
      [...book.counters.values()].map(() => 0),
    );
    checkInvariants(book);
  });

  it('that ended without a word keep nobody from new ones, and stay counted', () => {
    const book = new FactBook({});
    give(book, grant('g1', 30_000));
    give(book, grant('g2', 30_000));
    const first = [...book.leases.values()];
    expect(first).toHaveLength(1);
    // Killed at the workstation, or lost on the way to it: nobody will ever return it.
    give(book, { ...grant('g3', 30_000), atMs: NOON_MS + LEASE_LIFE_MS });
    expect([...book.leases.values()]).toHaveLength(2);
    const granted = first[0]?.granted ?? 0;
    expect(book.counters.get(moneyAllowanceKey('contract-1'))?.leased).toBe(2 * granted);
    checkInvariants(book);
  });

  it('that do not cover a hold leave a named exposure and never lose the sale', () => {
    const book = new FactBook({ limits });
    give(book, authorize('s0', 100_000));
    expect(give(book, bookHold(book, 's1', 20_000)).ok).toBe(true);
    const exposures = book.changes.filter((change) => change.kind === 'exposure.put');
    expect(exposures).toMatchObject([{ exposure: { quantity: 20_000, saleId: 's1' } }]);
    checkInvariants(book);
  });
});

/**
 * A hold from whatever leases the book has; parts without a lease stand for a workstation that
 * lost its own.
 */
function bookHold(book: FactBook, saleId: string, volumeMl: number): AuthorityCommand {
  const holdAmountMinor = (29_500 * volumeMl) / 1000;
  const keys = ['limit/day/day:2026-11-21', 'limit/fills/week:2026-11-16', 'money/contract-1'];
  const parts = keys.map((allowanceKey) => {
    const lease = [...book.leases.values()].find((l) => l.allowanceKey === allowanceKey);
    const byKind = allowanceKey.startsWith('money') ? 'money' : 'count';
    const measure = allowanceKey.startsWith('limit/day') ? 'volume' : byKind;
    const held = measure === 'volume' ? volumeMl : measure === 'money' ? holdAmountMinor : 1;
    return { allowanceKey, measure, held, leaseId: lease?.leaseId ?? null } as const;
  });
  return {
    ...DESK,
    kind: 'sale.book-hold',
    commandId: saleId,
    saleId,
    cardId: 'card-1',
    stationId: 'station-1',
    productId: 'diesel',
    pumpNumber: 1,
    operatorId: 'operator-1',
    priceMinorPerLitre: 29_500,
    vatRateBp: 1600,
    authorizedAtMs: NOON_MS,
    holdAmountMinor,
    holdVolumeMl: volumeMl,
    toleranceMl: 0,
    lines: [],
    parts,
  };
}

type Step = readonly [
  'authorize' | 'capture' | 'reverse' | 'grant' | 'book' | 'return',
  number,
  number,
];

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom('authorize', 'capture', 'reverse', 'grant', 'book', 'return'),
  fc.integer({ min: 0, max: 9 }),
  fc.integer({ min: 1, max: 60_000 }),
);

function commandOf(book: FactBook, [kind, which, volumeMl]: Step, index: number): AuthorityCommand {
  const saleId = `s${which}`;
  if (kind === 'authorize') return authorize(saleId, volumeMl);
  if (kind === 'capture') return capture(saleId, volumeMl);
  if (kind === 'reverse') return reverse(saleId);
  if (kind === 'grant') return grant(`g${index}`, volumeMl);
  if (kind === 'book') return bookHold(book, saleId, volumeMl * 1000);
  const leaseId = [...book.leases.keys()][which] ?? 'none';
  const leaseReturn = { returnId: `r${index % 7}`, leaseId, quantity: volumeMl };
  return { ...DESK, kind: 'lease.return', commandId: `r${index}`, leaseReturn };
}

describe('any sequence of commands', () => {
  it('keeps I1 (no overspend without a named exposure) and I3 (conservation)', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const book = new FactBook({ limits, contract: contractOf({ depositsMinor: 500_000_00 }) });
        steps.forEach((one, index) => {
          const sale = book.sales.get(`s${one[1]}`);
          // A workstation makes each id once.
          if ((one[0] === 'authorize' || one[0] === 'book') && sale !== undefined) return;
          give(book, commandOf(book, one, index));
          checkInvariants(book);
        });
      }),
      { numRuns: 300 },
    );
  });
});
