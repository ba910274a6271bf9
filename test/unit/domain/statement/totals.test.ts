import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTotals, closingMinor, totalsOf, type CountedLine } from '#domain/statement/totals.ts';

const sale = fc.record({
  kind: fc.constant('sale' as const),
  volumeMl: fc.integer({ min: 1, max: 2_000_000 }),
  amountMinor: fc.integer({ min: -100_000_000, max: 0 }),
  vatMinor: fc.integer({ min: 0, max: 20_000_000 }),
});
const topUp = fc.record({
  kind: fc.constant('top-up' as const),
  volumeMl: fc.constant(0),
  amountMinor: fc.integer({ min: 1, max: 100_000_000 }),
  vatMinor: fc.constant(0),
});
const other: fc.Arbitrary<CountedLine> = fc
  .record({
    kind: fc.constantFrom('fee', 'refund', 'storno', 'owed', 'voucher'),
    isBack: fc.boolean(),
    amount: fc.nat({ max: 1_000_000 }),
  })
  .map(({ kind, isBack, amount }) => {
    const comes = kind === 'refund' || (kind === 'fee' && isBack);
    return { kind, volumeMl: 0, amountMinor: comes ? amount : -amount || 0, vatMinor: amount % 7 };
  });
const lines: fc.Arbitrary<CountedLine[]> = fc.array(fc.oneof(sale, topUp, other));

describe('totals of a statement', () => {
  it('[O-17] take every line once, wherever the statement is cut into pages', () => {
    fc.assert(
      fc.property(lines, fc.nat(), (all, cut) => {
        const at = all.length === 0 ? 0 : cut % all.length;
        const pages = [all.slice(0, at), all.slice(at)].map((page) => totalsOf(page));
        expect(pages.reduce(addTotals)).toEqual(totalsOf(all));
      }),
    );
  });

  it('[N-15] lead from the opening balance to the closing one by the lines themselves', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: -1e9, max: 1e9 }), (all, opening) => {
        const walked = all.reduce((balance, line) => balance + line.amountMinor, opening);
        expect(closingMinor(opening, totalsOf(all))).toBe(walked);
      }),
    );
  });
});
