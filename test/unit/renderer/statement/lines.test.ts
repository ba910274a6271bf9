import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatementLine } from '#protocol/records/statement.ts';
import {
  balanceCheck,
  choicesOf,
  everyLine,
  filterLines,
  isFiltered,
  sumLines,
} from '#features/statement/lines.ts';

const amounts = fc.integer({ min: 0, max: 1_000_000_000 });
const places = fc.constantFrom('a', 'b', 'c');

const lineArbitrary = fc
  .record({ isSale: fc.boolean(), amount: amounts, vat: amounts, ml: amounts, at: places })
  .map(({ isSale, amount, vat, ml, at }): StatementLine => {
    const sale = isSale ? at : null;
    return {
      lineId: at,
      kind: isSale ? 'sale' : 'top-up',
      atMs: 0,
      cardId: sale,
      panMasked: null,
      alerts: [],
      stationId: sale,
      stationName: sale,
      productId: sale,
      productName: sale,
      pumpNumber: null,
      volumeMl: isSale ? ml : 0,
      priceMinorPerLitre: null,
      amountMinor: isSale ? -amount : amount,
      vatRateBp: null,
      vatMinor: isSale ? vat : 0,
      mode: null,
      enteredBy: null,
      slipNumber: null,
      effectiveAtMs: null,
      listPriceMinorPerLitre: null,
      discountMinor: 0,
      linkedId: null,
      text: null,
    };
  });
const lineLists = fc.array(lineArbitrary, { maxLength: 60 });

describe('sums of a statement', () => {
  it('[N-15] the parts of any grouping sum up to the whole, to the last unit', () => {
    fc.assert(
      fc.property(lineLists, (lines) => {
        const whole = sumLines(lines);
        const parts = ['a', 'b', 'c', null].map((productId) =>
          sumLines(lines.filter((line) => line.productId === productId)),
        );
        const names = Object.keys(whole) as (keyof typeof whole)[];
        for (const name of names) {
          expect([name, parts.reduce((sum, part) => sum + part[name], 0)]).toEqual([
            name,
            whole[name],
          ]);
        }
      }),
    );
  });

  it('[O-17] opening + in − out is closing, and one unit more is told as a difference', () => {
    fc.assert(
      fc.property(lineLists, fc.integer(), fc.integer({ min: -5, max: 5 }), (lines, from, slip) => {
        const totals = sumLines(lines);
        const openingMinor = from % 1_000_000_000;
        const closingMinor = openingMinor + totals.topUpMinor - totals.saleAmountMinor - slip;
        const check = balanceCheck({ openingMinor, closingMinor, totals });
        expect(check?.differenceMinor).toBe(slip);
      }),
    );
  });

  it('a card has no money of its own, so nothing is checked', () => {
    expect(
      balanceCheck({ openingMinor: null, closingMinor: null, totals: sumLines([]) }),
    ).toBeNull();
  });
});

describe('a filter of the loaded period', () => {
  it('[O-17] by product, station and kind keeps exactly the lines that fit, in their order', () => {
    fc.assert(
      fc.property(lineLists, places, (lines, at) => {
        const kept = filterLines(lines, { kind: 'sale', productId: at, stationId: at });
        expect(kept).toEqual(lines.filter((line) => line.kind === 'sale' && line.productId === at));
        expect(filterLines(lines, everyLine)).toEqual(lines);
      }),
    );
  });

  it('knows whether it hides anything', () => {
    expect([everyLine, { ...everyLine, productId: 'a' }].map(isFiltered)).toEqual([false, true]);
  });

  it('offers each product and station of the lines once, payments offer none', () => {
    fc.assert(
      fc.property(lineLists, (lines) => {
        const wanted = new Set(lines.flatMap(({ stationId }) => stationId ?? []));
        const offered = choicesOf(lines, 'station').map(({ value }) => value);
        expect(new Set(offered)).toEqual(wanted);
        expect(offered).toHaveLength(wanted.size);
      }),
    );
  });
});
