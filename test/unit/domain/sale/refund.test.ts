import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Measure } from '#domain/limit/measure.ts';
import { refunded, refundMaxMl, refundRefusal } from '#domain/sale/refund.ts';
import { lineTotals } from '#domain/sale/sale-line.ts';
import { captured, NOT_CAPTURED, soldQuantity, takenByKey, type Sale } from '#domain/sale/sale.ts';
import { linesFor, totalOf, type Tariff } from '#domain/sale/tariff.ts';
import { saleLines } from '#protocol/records/sale.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { anyTariff } from '#test/support/tariffs.ts';

function heldSale(tariff: Tariff, holdVolumeMl: number, toleranceMl = 0): Sale {
  const holdAmountMinor = totalOf(tariff, holdVolumeMl);
  const part = (allowanceKey: string, measure: Measure, held: number) => {
    return { allowanceKey, measure, held, leaseId: null };
  };
  return {
    saleId: 's1',
    cardId: 'card-1',
    contractId: 'c',
    stationId: 'station-1',
    workstationId: 'desk-1',
    operatorId: 'user-1',
    pumpNumber: 1,
    productId: 'diesel',
    priceMinorPerLitre: tariff.priceMinorPerLitre,
    vatRateBp: tariff.vatRateBp,
    mode: 'online',
    state: 'held',
    authorizedAtMs: NOON_MS,
    holdAmountMinor,
    holdVolumeMl,
    toleranceMl,
    parts: [
      part('money/c', 'money', holdAmountMinor),
      part('limit/l/day:2026-11-21', 'volume', holdVolumeMl),
      part('limit/n/day:2026-11-21', 'count', 1),
    ],
    lines: linesFor(tariff, holdVolumeMl),
    alerts: [],
    ...NOT_CAPTURED,
  };
}

const capture = (sale: Sale, volumeMl: number): Sale =>
  captured(sale, { volumeMl, capturedAtMs: NOON_MS + 1, slipNumber: 1 });

const volumes = fc.integer({ min: 1, max: 500_000 });

describe('refunds of one fill', () => {
  it('[I3] give back at most what it took, to the last minor unit, however they are cut', () => {
    fc.assert(
      fc.property(
        anyTariff,
        volumes,
        fc.array(volumes, { maxLength: 6 }),
        (tariff, soldMl, cuts) => {
          const whole = capture(heldSale(tariff, soldMl), soldMl);
          let sale = whole;
          const back = { volumeMl: 0, amountMinor: 0, vatMinor: 0, feeMinor: 0 };
          const usage = new Map<string, number>();
          for (const cut of [...cuts, soldMl]) {
            const volumeMl = Math.min(cut, refundMaxMl(sale));
            if (volumeMl === 0) continue;
            const step = refunded(sale, volumeMl);
            for (const line of step.lines) {
              expect(line.amountMinor).toBeGreaterThanOrEqual(0);
              expect(line.vatMinor).toBeGreaterThanOrEqual(0);
            }
            expect(lineTotals(step.lines)).toMatchObject({ amountMinor: step.amountMinor });
            back.volumeMl += volumeMl;
            back.amountMinor += step.amountMinor;
            back.vatMinor += step.vatMinor;
            back.feeMinor += step.feeMinor;
            for (const { allowanceKey, quantity } of step.usageBack) {
              usage.set(allowanceKey, (usage.get(allowanceKey) ?? 0) + quantity);
            }
            sale = step.sale;
          }
          const { volumeMl, amountMinor, vatMinor, feeMinor } = whole;
          expect(back).toEqual({ volumeMl, amountMinor, vatMinor, feeMinor });
          const taken = [...takenByKey(whole, soldQuantity(whole))].filter(([, much]) => much > 0);
          expect([...usage].toSorted()).toEqual(taken.toSorted());
          expect(refundRefusal(sale, 1)).toBe('REFUND_ABOVE_SALE');
        },
      ),
    );
  });

  it('of a few millilitres charges nobody a discount: its statement can be read', () => {
    const tariff: Tariff = {
      productId: 'diesel',
      listPriceMinorPerLitre: 6_049,
      priceMinorPerLitre: 6_039,
      vatRateBp: 2_200,
      fees: [],
    };
    // 12 ml are 1 less than on the list, 13 ml are not: both sums are rounded.
    for (let volumeMl = 1; volumeMl <= 40; volumeMl += 1) {
      const sale = capture(heldSale(tariff, 40_013), 40_013);
      const { lines } = refunded(sale, volumeMl);
      expect(saleLines.safeParse(lines).success, `${volumeMl} ml`).toBe(true);
    }
  });

  it('a fee per fill and the fill itself come back with the last of the fuel', () => {
    const charge = { by: 'fill', amountMinor: 700 } as const;
    const tariff: Tariff = {
      productId: 'diesel',
      listPriceMinorPerLitre: 1000,
      priceMinorPerLitre: 1000,
      vatRateBp: 0,
      fees: [{ feeId: 'f', name: 'Сбор', charge, vatRateBp: 0 }],
    };
    const sale = capture(heldSale(tariff, 20_000), 20_000);
    const part = refunded(sale, 5_000);
    expect(part).toMatchObject({ amountMinor: 5_000, feeMinor: 0 });
    expect(part.lines).toHaveLength(1);
    expect(part.usageBack.map(({ allowanceKey }) => allowanceKey)).not.toContain(
      'limit/n/day:2026-11-21',
    );
    const rest = refunded(part.sale, 15_000);
    expect(rest).toMatchObject({ amountMinor: 15_700, feeMinor: 700 });
    expect(rest.usageBack).toContainEqual({
      allowanceKey: 'limit/n/day:2026-11-21',
      isMoney: false,
      quantity: 1,
    });
  });

  it('nothing comes back of what was not captured, nor more than is left', () => {
    const tariff: Tariff = {
      productId: 'diesel',
      listPriceMinorPerLitre: 1000,
      priceMinorPerLitre: 1000,
      vatRateBp: 0,
      fees: [],
    };
    const sale = heldSale(tariff, 10_000);
    expect(refundRefusal(sale, 1)).toBe('SALE_NOT_CAPTURED');
    const done = capture(sale, 9_000);
    expect(refundRefusal(done, 0)).toBe('VOLUME_INVALID');
    expect(refundRefusal(done, 9_000)).toBe(null);
    expect(refundRefusal(done, 9_001)).toBe('REFUND_ABOVE_SALE');
  });
});

describe('a capture above its hold', () => {
  it('counts all that was taken, against every allowance that counts it', () => {
    fc.assert(
      fc.property(anyTariff, volumes, fc.nat({ max: 2_000 }), (tariff, holdMl, overMl) => {
        const sale = heldSale(tariff, holdMl, overMl);
        const done = capture(sale, holdMl + overMl);
        const taken = takenByKey(done, soldQuantity(done));
        expect(taken.get('money/c') ?? 0).toBe(done.amountMinor);
        expect(taken.get('limit/l/day:2026-11-21')).toBe(holdMl + overMl);
        expect(taken.get('limit/n/day:2026-11-21')).toBe(1);
        expect(() => capture(sale, holdMl + overMl + 1)).toThrow();
      }),
    );
  });
});
