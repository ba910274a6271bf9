import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { NO_TERMS } from '#domain/contract/terms.ts';
import { ZERO_COUNTERS } from '#domain/limit/allowance.ts';
import { authorize, capture, give, refund } from '#test/support/authority-commands.ts';
import { contractOf, FactBook, limitOf, NOON_MS } from '#test/support/facts.ts';

const DAY_KEY = 'limit/limit-1/day:2026-11-21';
const OFFICE = { workstationId: null, atMs: NOON_MS } as const;

const capturedAt = (book: FactBook, key: string) =>
  (book.counters.get(key) ?? ZERO_COUNTERS).captured;

/** Sum of everything posted from the contract's account less what came back to it. */
function spentMinor(book: FactBook): number {
  return [...book.transfers.values()]
    .filter(({ state, kind }) => state === 'posted' && kind !== 'top-up' && kind !== 'storno')
    .reduce((sum, { debitAccountId, creditAccountId, amountMinor }) => {
      if (debitAccountId === 'contract/contract-1') return sum + amountMinor;
      return creditAccountId === 'contract/contract-1' ? sum - amountMinor : sum;
    }, 0);
}

describe('a refund', () => {
  const sold = (): FactBook => {
    const book = new FactBook({ limits: [limitOf()] });
    give(book, authorize('s1', 40_000));
    give(book, capture('s1', 40_000));
    return book;
  };

  it('gives usage back to the window of its authorization, and is linked to its sale', () => {
    const book = sold();
    const outcome = give(book, { ...refund('r1', 15_000), atMs: NOON_MS + 90 * 86_400_000 });
    expect(outcome).toMatchObject({
      ok: true,
      value: { refund: { saleId: 's1', volumeMl: 15_000 } },
    });
    expect(capturedAt(book, DAY_KEY)).toBe(25_000);
    expect(capturedAt(book, 'money/contract-1')).toBe(spentMinor(book));
    expect(book.transfers.get('r1')).toMatchObject({ kind: 'refund', linkedId: 's1' });
    expect(book.sales.get('s1')?.refundedMl).toBe(15_000);
  });

  it('[I1] [I3] any sequence of them leaves what is left of the sale, never less than nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30_000 }), { maxLength: 8 }), (volumes) => {
        const book = sold();
        let leftMl = 40_000;
        for (const [index, volumeMl] of volumes.entries()) {
          const outcome = give(book, refund(`r${index}`, volumeMl));
          expect(outcome.ok).toBe(volumeMl <= leftMl);
          if (outcome.ok) leftMl -= volumeMl;
          else
            expect(outcome).toMatchObject({
              code: 'REFUND_ABOVE_SALE',
              params: { largestVolumeMl: leftMl },
            });
          expect(capturedAt(book, DAY_KEY)).toBe(leftMl);
          expect(capturedAt(book, 'money/contract-1')).toBe(spentMinor(book));
        }
      }),
    );
  });

  it('goes to the card that is shown, or to the account without it', () => {
    const book = sold();
    expect(give(book, refund('r1', 1_000, { cardId: 'card-9' }))).toMatchObject({
      code: 'CARD_OTHER',
    });
    book.card = { ...book.card, state: 'blocked', blockReason: 'client' };
    expect(give(book, refund('r2', 1_000))).toMatchObject({ code: 'REFUND_TO_ACCOUNT' });
    expect(give(book, refund('r3', 1_000, { to: 'account', cardId: null })).ok).toBe(true);
  });

  it('of a closed contract is owed to its client and not spent again', () => {
    const book = sold();
    const before = capturedAt(book, 'money/contract-1');
    book.contract = { ...book.contract, state: 'closed' };
    expect(give(book, refund('r1', 1_000, { to: 'account' })).ok).toBe(true);
    expect(capturedAt(book, 'money/contract-1')).toBe(before);
    expect(book.transfers.get('r1/owed')?.creditAccountId).toBe('refunds/contract-1');
  });

  it('an open hold has nothing to give back', () => {
    const book = new FactBook({});
    expect(give(book, refund('r0', 1))).toMatchObject({ code: 'SALE_NOT_FOUND' });
    give(book, authorize('s1', 1_000));
    expect(give(book, refund('r1', 1))).toMatchObject({ code: 'SALE_NOT_CAPTURED' });
  });
});

describe('a capture above its hold', () => {
  const within = (bp: number) =>
    contractOf({ terms: { ...NO_TERMS, captureTolerance: { by: 'share', bp } } });

  it('is refused without a tolerance, with the largest volume that passes', () => {
    const book = new FactBook({ limits: [limitOf()] });
    give(book, authorize('s1', 10_000));
    expect(give(book, capture('s1', 10_001))).toMatchObject({
      code: 'CAPTURE_ABOVE_HOLD',
      params: { holdVolumeMl: 10_000, largestVolumeMl: 10_000 },
    });
  });

  it('[I1] passes within the tolerance, and what it makes too much is exposure', () => {
    const book = new FactBook({ limits: [limitOf({ amount: 10_100 })], contract: within(500) });
    give(book, authorize('s1', 10_000));
    expect(give(book, capture('s1', 10_501))).toMatchObject({ code: 'CAPTURE_ABOVE_HOLD' });
    expect(give(book, capture('s1', 10_500)).ok).toBe(true);
    expect(capturedAt(book, DAY_KEY)).toBe(10_500);
    expect(capturedAt(book, 'money/contract-1')).toBe(spentMinor(book));
    const exposed = book.changes.flatMap((one) =>
      one.kind === 'exposure.put' ? [one.exposure] : [],
    );
    expect(exposed).toMatchObject([{ allowanceKey: DAY_KEY, quantity: 400, saleId: 's1' }]);
  });

  it('[X-15] alerts by what it came to, where its hold was within the limit too', () => {
    const limit = limitOf({ amount: 10_100, action: 'alert' });
    const book = new FactBook({ limits: [limit], contract: within(500) });
    const alertsOf = (saleId: string, held: number, volumeMl: number) => {
      give(book, authorize(saleId, held));
      expect(give(book, capture(saleId, volumeMl)).ok).toBe(true);
      return book.sales.get(saleId)?.alerts.map(({ above }) => above);
    };
    expect(alertsOf('within', 10_000, 10_050)).toEqual([]);
    expect(alertsOf('to-the-last', 40, 42)).toEqual([]);
    expect(alertsOf('above-its-hold', 8, 8)).toEqual([]);
    const other = new FactBook({ limits: [limit], contract: within(500) });
    give(other, authorize('s1', 10_000));
    give(other, capture('s1', 10_500));
    expect(other.sales.get('s1')?.alerts).toMatchObject([{ amount: 10_100, above: 400 }]);
    give(other, authorize('s2', 1_000));
    give(other, capture('s2', 1_050));
    expect(other.sales.get('s2')?.alerts).toMatchObject([{ above: 1_050 }]);
    give(other, authorize('s3', 1_000));
    give(other, capture('s3', 600));
    expect(other.sales.get('s3')?.alerts).toMatchObject([{ above: 600 }]);
  });

  it('the tolerance is the one of the authorization', () => {
    const book = new FactBook({ contract: within(500) });
    give(book, authorize('s1', 10_000));
    book.contract = { ...book.contract, terms: NO_TERMS };
    expect(give(book, capture('s1', 10_500)).ok).toBe(true);
  });
});

describe('amounts that a workstation worked out otherwise', () => {
  it('[C11] the books have the authority’s own, and the difference is told', () => {
    const book = new FactBook({});
    give(book, authorize('s1', 10_000));
    const outcome = give(book, capture('s1', 10_000, { amountMinor: 295_001, vatMinor: 40_690 }));
    expect(outcome).toMatchObject({
      ok: true,
      value: { differs: true, sale: { amountMinor: 295_000 } },
    });
    const same = new FactBook({});
    give(same, authorize('s1', 10_000));
    const told = { amountMinor: 295_000, vatMinor: 40_690 };
    expect(give(same, capture('s1', 10_000, told))).not.toHaveProperty('value.differs');
  });
});

describe('fees', () => {
  const fee = {
    feeId: 'f',
    name: 'Сбор',
    fromDate: '2026-01-01',
    untilDate: null,
    vatRateBp: null,
  };

  it('[C3] are held with the fill and booked apart from it', () => {
    const terms = {
      ...NO_TERMS,
      fees: [{ ...fee, charge: { by: 'fill', amountMinor: 5_000 } } as const],
    };
    const deposits = 300_000;
    const book = new FactBook({ contract: contractOf({ terms, depositsMinor: deposits }) });
    expect(give(book, authorize('s0', 10_001))).toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
      params: { largestVolumeMl: 10_000, largestAmountMinor: 300_000 },
    });
    expect(give(book, authorize('s1', 10_000))).toMatchObject({
      value: { sale: { holdAmountMinor: 300_000 } },
    });
    give(book, capture('s1', 6_000));
    expect(book.transfers.get('s1')?.amountMinor).toBe(177_000);
    expect(book.transfers.get('s1/fee/f')).toMatchObject({
      amountMinor: 5_000,
      creditAccountId: 'fees/KZT',
    });
    expect(book.counters.get('money/contract-1')).toEqual({
      captured: 182_000,
      held: 0,
      leased: 0,
    });
  });
});

describe('a locked period', () => {
  const lock = (beforeMs: number): AuthorityCommand => {
    const named = { throughDate: '2026-11-20', userId: 'user-1' };
    return { ...OFFICE, kind: 'ledger.lock-period', commandId: `l${beforeMs}`, beforeMs, ...named };
  };

  it('nothing is booked inside it: late truth stands on the first open day with its own date kept', () => {
    const book = new FactBook({});
    give(book, authorize('s1', 10_000));
    book.lockedBeforeMs = NOON_MS + 3_600_000;
    give(book, capture('s1', 10_000));
    expect(book.sales.get('s1')).toMatchObject({
      authorizedAtMs: NOON_MS,
      bookedAtMs: book.lockedBeforeMs,
    });
    expect(book.transfers.get('s1')).toMatchObject({
      atMs: book.lockedBeforeMs,
      effectiveAtMs: NOON_MS,
    });
  });

  it('only what is over is locked, and only an administrator’s command opens it again', () => {
    const book = new FactBook({});
    expect(give(book, lock(NOON_MS + 1))).toMatchObject({ code: 'PERIOD_NOT_OVER' });
    expect(give(book, lock(NOON_MS - 1000)).ok).toBe(true);
    expect(give(book, lock(NOON_MS - 2000)).ok).toBe(true);
    expect(book.lockedBeforeMs).toBe(NOON_MS - 1000);
    const open = {
      ...OFFICE,
      kind: 'ledger.reopen-period',
      commandId: 'o1',
      userId: 'user-1',
    } as const;
    const reopen = { ...open, throughDate: '', beforeMs: 0, reason: 'ошибка банка' };
    expect(give(book, { ...reopen, beforeMs: NOON_MS })).toMatchObject({ code: 'PERIOD_INVALID' });
    expect(give(book, reopen).ok).toBe(true);
    expect(book.lockedBeforeMs).toBe(0);
  });
});

describe('a correction', () => {
  const topUp = (commandId: string, amountMinor: number): AuthorityCommand => {
    const base = { ...OFFICE, memo: '', effectiveAtMs: NOON_MS, contractId: 'contract-1' };
    return { ...base, kind: 'contract.top-up', commandId, amountMinor };
  };
  const correct = (
    rightAmountMinor: number,
    patch: Partial<{ commandId: string; transferId: string; knowsLocked: boolean }> = {},
  ): AuthorityCommand => ({
    ...OFFICE,
    kind: 'ledger.correct',
    commandId: 'c1',
    contractId: 'contract-1',
    transferId: 't1',
    rightAmountMinor,
    reason: 'опечатка',
    userId: 'user-1',
    knowsLocked: false,
    ...patch,
  });

  it('is a storno and the right entry, both new, once', () => {
    const book = new FactBook({ contract: contractOf({ depositsMinor: 0 }) });
    give(book, topUp('t1', 1_000_000));
    expect(give(book, correct(100_000)).ok).toBe(true);
    expect(book.transfers.get('t1')).toMatchObject({ amountMinor: 1_000_000, kind: 'top-up' });
    expect(book.transfers.get('c1/storno')).toMatchObject({
      kind: 'storno',
      linkedId: 't1',
      amountMinor: 1_000_000,
      debitAccountId: 'contract/contract-1',
      creditAccountId: 'bank',
    });
    expect(book.transfers.get('c1')).toMatchObject({
      kind: 'top-up',
      linkedId: 't1',
      amountMinor: 100_000,
    });
    expect(book.contract.depositsMinor).toBe(100_000);
    expect(give(book, correct(5, { commandId: 'c2' }))).toMatchObject({ code: 'ENTRY_CORRECTED' });
    expect(give(book, correct(5, { commandId: 'c3', transferId: 'c1' })).ok).toBe(true);
  });

  it('[I1] what was spent of money that never came is exposure', () => {
    const book = new FactBook({ contract: contractOf({ depositsMinor: 0 }) });
    give(book, topUp('t1', 295_000));
    give(book, authorize('s1', 10_000));
    give(book, capture('s1', 10_000));
    expect(give(book, correct(0)).ok).toBe(true);
    const exposed = book.changes.flatMap((one) =>
      one.kind === 'exposure.put' ? [one.exposure] : [],
    );
    expect(exposed).toMatchObject([{ allowanceKey: 'money/contract-1', quantity: 295_000 }]);
  });

  it('of a locked entry stands on the first open day, after a second look', () => {
    const book = new FactBook({ contract: contractOf({ depositsMinor: 0 }) });
    give(book, topUp('t1', 1_000));
    book.lockedBeforeMs = NOON_MS + 1_000;
    expect(give(book, correct(900))).toMatchObject({ code: 'PERIOD_LOCKED' });
    expect(give(book, correct(900, { knowsLocked: true })).ok).toBe(true);
    expect(book.transfers.get('c1')).toMatchObject({
      atMs: NOON_MS + 1_000,
      effectiveAtMs: NOON_MS,
    });
  });

  it('a fill is corrected by its refund', () => {
    const book = new FactBook({});
    give(book, authorize('s1', 1_000));
    give(book, capture('s1', 1_000));
    give(book, refund('r1', 500));
    expect(give(book, correct(1, { transferId: 's1' }))).toMatchObject({ code: 'ENTRY_NOT_FOUND' });
    expect(give(book, correct(1, { transferId: 'r1' }))).toMatchObject({
      code: 'CORRECTION_NOT_ALLOWED',
    });
  });
});
