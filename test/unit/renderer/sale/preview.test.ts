import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_TERMS, type ContractTerms } from '#domain/contract/terms.ts';
import { lineTotals } from '#domain/sale/sale-line.ts';
import { deskTariff, previewFill } from '#features/sale/draft/preview.ts';
import { cardOf, dieselOf, moneyLeft } from './samples.ts';

const dated = { fromDate: '2026-01-01', untilDate: null };
const terms: ContractTerms = {
  ...NO_TERMS,
  fees: [
    { ...dated, feeId: 'f', name: 'Fee', charge: { by: 'fill', amountMinor: 1_500 }, vatRateBp: 0 },
  ],
  discounts: [
    {
      ...dated,
      discountId: 'd',
      scopeKind: 'all',
      scopeId: null,
      reduction: { by: 'litre', minorPerLitre: 100 },
    },
  ],
};
const station = { country: 'RU', zone: 'Europe/Moscow' } as const;
const atMs = Date.UTC(2026, 10, 21, 12);
const product = dieselOf();
const tariff = deskTariff(product, 6_000, {
  contract: { terms, zone: 'Europe/Moscow' },
  station,
  atMs,
});
const base = { card: cardOf(), rules: [], product, tariff };

describe('what a fill would come to', () => {
  it('[C3] names the discount and each fee before anything is held', () => {
    const preview = previewFill({
      ...base,
      remainders: [moneyLeft(1_000_000)],
      ask: { by: 'volume', volumeMl: 10_000 },
    });
    expect(preview.amountMinor).toBe(10 * 5_900 + 1_500);
    expect(preview.lines).toMatchObject([
      { kind: 'fuel', discountMinor: 1_000, amountMinor: 59_000 },
      { kind: 'fee', name: 'Fee', amountMinor: 1_500 },
    ]);
  });

  it('[C5] the largest fill leaves room for the fees: it passes, and one millilitre more does not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2_000, max: 9_000_000 }), (leftMinor) => {
        const remainders = [moneyLeft(leftMinor)];
        const largest = previewFill({ ...base, remainders, ask: { by: 'full' } });
        const more = largest.largestVolumeMl + 1;
        const above = previewFill({
          ...base,
          remainders,
          ask: { by: 'volume', volumeMl: more },
        });
        expect(lineTotals(largest.lines).amountMinor).toBeLessThanOrEqual(leftMinor);
        expect([largest.tooMuch, above.tooMuch]).toEqual([false, true]);
      }),
    );
  });
});
