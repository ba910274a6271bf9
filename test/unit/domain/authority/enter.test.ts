import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EnterSaleCommand } from '#domain/authority/command.ts';
import { decide } from '#domain/authority/decide.ts';
import { byOffice, give } from '#test/support/authority-commands.ts';
import { FactBook, limitOf, NOON_MS } from '#test/support/facts.ts';

const DAY = 'limit/day/day:2026-11-21';
const YESTERDAY = 'limit/day/day:2026-11-20';
const DAY_MS = 24 * 3_600_000;

function slip(patch: Partial<EnterSaleCommand> = {}): EnterSaleCommand {
  return {
    kind: 'sale.enter',
    commandId: 'entry-1',
    atMs: NOON_MS,
    workstationId: 'desk-1',
    saleId: 'slip-1',
    cardId: 'card-1',
    contractId: 'contract-1',
    stationId: 'station-1',
    productId: 'diesel',
    pumpNumber: 1,
    operatorId: 'books',
    volumeMl: 10_000,
    filledAtMs: NOON_MS,
    slipNumber: 104,
    dryRun: false,
    ...patch,
  };
}

const bookOf = (amount: number): FactBook =>
  new FactBook({ limits: [limitOf({ limitId: 'day', measure: 'volume', amount })] });

describe('a fill that is entered by hand', () => {
  it('is counted whole whatever is left, and exactly what is too much is exposure (I1)', () => {
    const volumes = fc.integer({ min: 1, max: 200_000 });
    fc.assert(
      fc.property(volumes, volumes, (amount, volumeMl) => {
        const book = bookOf(amount);
        const { outcome, changes } = decide(slip({ volumeMl }), book.facts(slip({ volumeMl })));
        book.apply(changes);
        expect(outcome.ok).toBe(true);
        expect(book.counters.get(DAY)).toMatchObject({ captured: volumeMl, held: 0 });
        const over = changes.flatMap((one) =>
          one.kind === 'exposure.put' && one.exposure.allowanceKey === DAY
            ? [one.exposure.quantity]
            : [],
        );
        expect(over).toEqual(volumeMl > amount ? [volumeMl - amount] : []);
      }),
    );
  });

  it('counts in the windows of its own instant', () => {
    const book = bookOf(50_000);
    const command = slip({ filledAtMs: NOON_MS - DAY_MS });
    book.apply(decide(command, book.facts(command)).changes);
    expect(book.counters.get(YESTERDAY)?.captured).toBe(10_000);
    expect(book.counters.get(DAY)?.captured ?? 0).toBe(0);
  });

  it('is booked in the first open day when its own is locked', () => {
    const book = bookOf(50_000);
    book.lockedBeforeMs = NOON_MS - 1_000;
    const command = slip({ filledAtMs: NOON_MS - DAY_MS });
    book.apply(decide(command, book.facts(command)).changes);
    expect(book.sales.get('slip-1')).toMatchObject({
      authorizedAtMs: NOON_MS - DAY_MS,
      bookedAtMs: NOON_MS - 1_000,
    });
  });

  it('is refused, and not half booked, where another entry of the books has its id (I3)', () => {
    const book = bookOf(50_000);
    const memo = 'платёж';
    const paid = { contractId: 'contract-1', amountMinor: 5_000, effectiveAtMs: NOON_MS, memo };
    give(book, { ...byOffice(), kind: 'contract.top-up', ...paid, commandId: 'slip-1' });
    const { outcome, changes } = decide(slip(), book.facts(slip()));
    expect(outcome).toMatchObject({ code: 'COMMAND_ID_REUSED' });
    expect(changes).toEqual([]);
  });

  it('is refused when the card has come to its contract since: the other one pays for it', () => {
    const book = bookOf(50_000);
    const command = slip({ contractId: 'contract-2' });
    const refused = { ok: false, code: 'CARD_MOVED' };
    expect(decide(command, book.facts(command))).toMatchObject({ outcome: refused, changes: [] });
  });

  it('is refused when the slip is in the books, and only shown when that is all that is asked', () => {
    const book = bookOf(50_000);
    const shown = decide(slip({ dryRun: true }), book.facts(slip()));
    expect(shown).toMatchObject({ outcome: { ok: true }, changes: [], unkept: true });
    book.apply(decide(slip(), book.facts(slip())).changes);
    const again = slip({ commandId: 'entry-2', volumeMl: 20_000 });
    expect(decide(again, book.facts(again))).toMatchObject({
      outcome: { ok: false, code: 'SLIP_ENTERED' },
      changes: [],
    });
  });
});
