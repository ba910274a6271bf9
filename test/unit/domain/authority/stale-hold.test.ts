import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import type { HoldOwner } from '#domain/authority/facts.ts';
import { HOLD_STALE_AFTER_MS } from '#domain/sale/sale.ts';
import { authorize, capture, give } from '#test/support/authority-commands.ts';
import { FactBook, limitOf, NOON_MS } from '#test/support/facts.ts';

const DAY_KEY = 'limit/limit-1/day:2026-11-21';
const OFFICE = { workstationId: null, atMs: NOON_MS } as const;
const DAY_MS = 86_400_000;

describe('a stale hold', () => {
  const void1: AuthorityCommand = {
    ...OFFICE,
    atMs: NOON_MS + HOLD_STALE_AFTER_MS,
    kind: 'hold.void',
    commandId: 'v1',
    saleId: 's1',
  };
  const held = () => {
    const book = new FactBook({ limits: [limitOf()] });
    give(book, authorize('s1', 10_000));
    return book;
  };

  /** What a workstation has told whose clock goes before the authority's by so much. */
  const teller = (skewMs: number, patch: Partial<HoldOwner> = {}): HoldOwner => ({
    state: 'active',
    askedAtMs: NOON_MS + skewMs,
    toldThroughMs: NOON_MS + skewMs + HOLD_STALE_AFTER_MS,
    heldThroughMs: 0,
    knowsHold: false,
    ...patch,
  });
  const clocks = fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS });
  const untold = { askedAtMs: null, heldThroughMs: NOON_MS + HOLD_STALE_AFTER_MS } as const;

  it('stays while its workstation may still capture it, whatever that one’s clock says', () => {
    fc.assert(
      fc.property(clocks, (skewMs) => {
        const { toldThroughMs } = teller(skewMs);
        for (const owner of [
          teller(skewMs, { knowsHold: true }),
          teller(skewMs, { toldThroughMs: toldThroughMs - 1 }),
          teller(skewMs, { askedAtMs: null }),
          teller(skewMs, { ...untold, heldThroughMs: untold.heldThroughMs - 1 }),
          teller(skewMs, { ...untold, knowsHold: true }),
          teller(skewMs, { state: 'revoked', knowsHold: true }),
        ]) {
          const book = held();
          book.holdOwner = owner;
          expect(give(book, void1)).toMatchObject({ code: 'HOLD_ALIVE' });
          expect(book.counters.get(DAY_KEY)?.held).toBe(10_000);
        }
      }),
    );
  });

  it('is given up once the workstation told past it by its own clock, or is lost', () => {
    fc.assert(
      fc.property(clocks, (skewMs) => {
        for (const owner of [
          teller(skewMs),
          teller(skewMs, untold),
          teller(skewMs, { state: 'lost', askedAtMs: null, toldThroughMs: 0, knowsHold: true }),
        ]) {
          const book = held();
          book.holdOwner = owner;
          const early = { ...void1, atMs: void1.atMs - 1 };
          expect(give(book, early)).toMatchObject({ code: 'HOLD_ALIVE' });
          expect(give(book, void1).ok).toBe(true);
          expect(book.counters.get(DAY_KEY)).toEqual({ captured: 0, held: 0, leased: 0 });
          expect(book.transfers.get('s1')?.state).toBe('voided');
        }
      }),
    );
  });

  it('that was filled all the same is booked when it is told, to exposure where it is too much', () => {
    const book = held();
    book.holdOwner = teller(0, { state: 'lost', knowsHold: true });
    give(book, void1);
    give(book, authorize('s2', 100_000));
    expect(give(book, capture('s1', 9_000)).ok).toBe(true);
    expect(book.counters.get(DAY_KEY)?.captured).toBe(9_000);
    const { amountMinor } = book.sales.get('s1')!;
    expect(book.counters.get('money/contract-1')?.captured).toBe(amountMinor);
    const late = [...book.transfers.values()].filter(({ state }) => state === 'posted');
    expect(late).toMatchObject([{ amountMinor }]);
    const exposed = book.changes.flatMap((one) =>
      one.kind === 'exposure.put' ? [one.exposure] : [],
    );
    expect(exposed).toMatchObject([{ allowanceKey: DAY_KEY, quantity: 9_000 }]);
  });
});
