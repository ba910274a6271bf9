import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closingMinor, totalsOf, type CountedLine } from '#domain/statement/totals.ts';

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
const lines: fc.Arbitrary<CountedLine[]> = fc.array(fc.oneof(sale, topUp));

describe('totals of a statement', () => {
  it('[O-17] take every line once, wherever the statement is cut into pages', () => {
    fc.assert(
      fc.property(lines, fc.nat(), (all, cut) => {
        const at = all.length === 0 ? 0 : cut % all.length;
        const [a, b] = [totalsOf(all.slice(0, at)), totalsOf(all.slice(at))];
        expect(totalsOf(all)).toEqual({
          saleCount: a.saleCount + b.saleCount,
          volumeMl: a.volumeMl + b.volumeMl,
          saleAmountMinor: a.saleAmountMinor + b.saleAmountMinor,
          vatMinor: a.vatMinor + b.vatMinor,
          topUpMinor: a.topUpMinor + b.topUpMinor,
        });
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
