import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_TERMS } from '#domain/contract/terms.ts';
import { amountOf } from '#domain/money/money.ts';
import { vatOf } from '#domain/money/vat.ts';
import { lineTotals } from '#domain/sale/sale-line.ts';
import {
  linesFor,
  plainTariff,
  tariffFrom,
  tariffOf,
  totalOf,
  volumeWithin,
} from '#domain/sale/tariff.ts';
import { diesel, NOON_MS } from '#test/support/facts.ts';
import { anyTariff } from '#test/support/tariffs.ts';

const volumes = fc.integer({ min: 1, max: 2_000_000 });

describe('the lines of a fill', () => {
  it('[C3] each fee is a line of its own, with its own VAT', () => {
    const dated = { fromDate: '2026-01-01', untilDate: null };
    const tariff = tariffOf({
      product: diesel,
      listPriceMinorPerLitre: 30_000,
      vatRateBp: 1600,
      terms: {
        ...NO_TERMS,
        discounts: [
          {
            ...dated,
            discountId: 'd',
            scopeKind: 'all',
            scopeId: null,
            reduction: { by: 'litre', minorPerLitre: 500 },
          },
        ],
        fees: [
          {
            ...dated,
            feeId: 'a',
            name: 'Карта',
            charge: { by: 'fill', amountMinor: 5_000 },
            vatRateBp: 0,
          },
          {
            ...dated,
            feeId: 'b',
            name: 'Сервис',
            charge: { by: 'litre', minorPerLitre: 100 },
            vatRateBp: null,
          },
          {
            ...dated,
            feeId: 'c',
            name: 'Комиссия',
            charge: { by: 'share', bp: 150 },
            vatRateBp: null,
          },
        ],
      },
      atMs: NOON_MS,
      zone: 'Asia/Almaty',
    });
    const lines = linesFor(tariff, 10_000);
    expect(lines).toEqual([
      {
        kind: 'fuel',
        productId: 'diesel',
        volumeMl: 10_000,
        listPriceMinorPerLitre: 30_000,
        priceMinorPerLitre: 29_500,
        discountMinor: 5_000,
        amountMinor: 295_000,
        vatRateBp: 1600,
        vatMinor: 40_690,
      },
      expect.objectContaining({ name: 'Карта', amountMinor: 5_000, vatRateBp: 0, vatMinor: 0 }),
      expect.objectContaining({ name: 'Сервис', amountMinor: 1_000, vatMinor: 138 }),
      expect.objectContaining({ name: 'Комиссия', amountMinor: 4_425, vatMinor: 610 }),
    ]);
    expect(lineTotals(lines)).toEqual({ amountMinor: 305_425, vatMinor: 41_438, feeMinor: 10_425 });
  });

  it('[I3] totals are sums of lines, and each line has its own rounding once', () => {
    fc.assert(
      fc.property(anyTariff, volumes, (tariff, volumeMl) => {
        const lines = linesFor(tariff, volumeMl);
        const totals = lineTotals(lines);
        expect(totals.amountMinor).toBe(totalOf(tariff, volumeMl));
        for (const { amountMinor, vatRateBp, vatMinor } of lines) {
          expect(vatMinor).toBe(vatOf(amountMinor, vatRateBp));
        }
        expect(totals.vatMinor).toBe(lines.reduce((sum, line) => sum + line.vatMinor, 0));
        const [fuel] = lines;
        if (fuel?.kind !== 'fuel') throw new Error('fuel comes first');
        const listed = amountOf(tariff.listPriceMinorPerLitre, volumeMl);
        expect(fuel.amountMinor + fuel.discountMinor).toBe(listed);
      }),
    );
  });

  it('tell the tariff they were made with', () => {
    fc.assert(
      fc.property(anyTariff, volumes, (tariff, volumeMl) => {
        expect(tariffFrom(linesFor(tariff, volumeMl))).toEqual(tariff);
      }),
    );
    expect(linesFor(plainTariff('diesel', 100, 0), 0)).toEqual([]);
  });
});

describe('the largest volume for an amount', () => {
  it('costs no more with all fees, and one millilitre more does', () => {
    fc.assert(
      fc.property(anyTariff, fc.nat({ max: 100_000_000 }), (tariff, amountMinor) => {
        const volumeMl = volumeWithin(tariff, amountMinor, 2_000_000);
        expect(totalOf(tariff, volumeMl)).toBeLessThanOrEqual(amountMinor);
        if (volumeMl === 2_000_000) return;
        expect(totalOf(tariff, volumeMl + 1)).toBeGreaterThan(amountMinor);
      }),
    );
  });
});
