import fc from 'fast-check';
import type { FeeCharge } from '#domain/contract/terms.ts';
import type { Tariff, TariffFee } from '#domain/sale/tariff.ts';

const charge: fc.Arbitrary<FeeCharge> = fc.oneof(
  fc.record({ by: fc.constant('fill'), amountMinor: fc.nat({ max: 100_000 }) } as const),
  fc.record({ by: fc.constant('litre'), minorPerLitre: fc.nat({ max: 5_000 }) } as const),
  fc.record({ by: fc.constant('share'), bp: fc.nat({ max: 2_000 }) } as const),
);

const rates = fc.constantFrom(0, 1200, 1600, 2200);

const fees: fc.Arbitrary<readonly TariffFee[]> = fc
  .array(fc.record({ charge, vatRateBp: rates }), { maxLength: 4 })
  .map((all) =>
    all.map((fee, index) => ({ ...fee, feeId: `fee-${index}`, name: `Сбор ${index}` })),
  );

/** Any price, discount, fees and rates of VAT. */
export const anyTariff: fc.Arbitrary<Tariff> = fc
  .record({
    priceMinorPerLitre: fc.integer({ min: 1, max: 100_000 }),
    discount: fc.nat({ max: 20_000 }),
    vatRateBp: rates,
    fees,
  })
  .map(({ priceMinorPerLitre, discount, ...rest }) => {
    const listPriceMinorPerLitre = priceMinorPerLitre + discount;
    return { productId: 'diesel', listPriceMinorPerLitre, priceMinorPerLitre, ...rest };
  });
