import { assert } from '../assert.ts';
import {
  discountPerLitre,
  feesInForce,
  type FeeCharge,
  type ContractTerms,
} from '../contract/terms.ts';
import { amountOf, shareOf, volumeFor } from '../money/money.ts';
import { vatOf } from '../money/vat.ts';
import type { Product } from '../product/product.ts';
import type { FeeLine, SaleLine } from './sale-line.ts';

/** What one fill costs, before its volume is known: list price, discount, fees and VAT rates. */
export interface Tariff {
  readonly productId: string;
  readonly listPriceMinorPerLitre: number;
  /** After the discount. */
  readonly priceMinorPerLitre: number;
  readonly vatRateBp: number;
  readonly fees: readonly TariffFee[];
}

export interface TariffFee {
  readonly feeId: string;
  readonly name: string;
  readonly charge: FeeCharge;
  readonly vatRateBp: number;
}

export interface TariffQuestion {
  readonly product: Product;
  readonly listPriceMinorPerLitre: number;
  readonly vatRateBp: number;
  readonly terms: ContractTerms;
  readonly atMs: number;
  /** The contract's zone: its dates are dates there. */
  readonly zone: string;
}

/** The list price under a contract's terms of one instant. */
export function tariffOf(question: TariffQuestion): Tariff {
  const { product, listPriceMinorPerLitre, vatRateBp } = question;
  const fees = feesInForce(question).map(({ feeId, name, charge, vatRateBp: ownRate }) => {
    return { feeId, name, charge, vatRateBp: ownRate ?? vatRateBp };
  });
  return {
    productId: product.productId,
    listPriceMinorPerLitre,
    priceMinorPerLitre: listPriceMinorPerLitre - discountPerLitre(question),
    vatRateBp,
    fees,
  };
}

/** A price and nothing else: what a fill costs where no terms are known. */
export function plainTariff(
  productId: string,
  priceMinorPerLitre: number,
  vatRateBp: number,
): Tariff {
  const listPriceMinorPerLitre = priceMinorPerLitre;
  return { productId, listPriceMinorPerLitre, priceMinorPerLitre, vatRateBp, fees: [] };
}

/** The lines of a fill of this volume; none for no volume. */
export function linesFor(tariff: Tariff, volumeMl: number): readonly SaleLine[] {
  if (volumeMl === 0) return [];
  const { productId, listPriceMinorPerLitre, priceMinorPerLitre, vatRateBp } = tariff;
  const amountMinor = amountOf(priceMinorPerLitre, volumeMl);
  const discountMinor =
    listPriceMinorPerLitre === priceMinorPerLitre
      ? 0
      : amountOf(listPriceMinorPerLitre, volumeMl) - amountMinor;
  const fuel: SaleLine = {
    kind: 'fuel',
    productId,
    volumeMl,
    listPriceMinorPerLitre,
    priceMinorPerLitre,
    discountMinor,
    amountMinor,
    vatRateBp,
    vatMinor: vatOf(amountMinor, vatRateBp),
  };
  if (tariff.fees.length === 0) return [fuel];
  return [fuel, ...tariff.fees.map((fee) => feeLine(fee, volumeMl, amountMinor))];
}

function feeLine(fee: TariffFee, volumeMl: number, fuelMinor: number): FeeLine {
  const { feeId, name, charge, vatRateBp } = fee;
  const amountMinor = feeOf(charge, volumeMl, fuelMinor);
  const vatMinor = vatOf(amountMinor, vatRateBp);
  return { kind: 'fee', feeId, name, charge, amountMinor, vatRateBp, vatMinor };
}

function feeOf(charge: FeeCharge, volumeMl: number, fuelMinor: number): number {
  if (charge.by === 'fill') return charge.amountMinor;
  if (charge.by === 'litre') return amountOf(charge.minorPerLitre, volumeMl);
  return shareOf(fuelMinor, charge.bp);
}

/** As much of a tariff as amounts need; VAT is contained in them. */
export interface Rates {
  readonly priceMinorPerLitre: number;
  readonly fees: readonly Pick<TariffFee, 'charge'>[];
}

/** What a fill of this volume costs with all its fees, in minor units; 0 for no volume. */
export function totalOf({ priceMinorPerLitre, fees }: Rates, volumeMl: number): number {
  const fuelMinor = amountOf(priceMinorPerLitre, volumeMl);
  if (fees.length === 0 || volumeMl === 0) return fuelMinor;
  return fees.reduce((sum, { charge }) => sum + feeOf(charge, volumeMl, fuelMinor), fuelMinor);
}

/** The tariff that lines were made with: a fill is captured and refunded at its own (§4). */
export function tariffFrom(lines: readonly SaleLine[]): Tariff {
  const [fuel, ...rest] = lines;
  assert(fuel?.kind === 'fuel', 'the first line of a fill is its fuel');
  const { productId, listPriceMinorPerLitre, priceMinorPerLitre, vatRateBp } = fuel;
  const fees = rest.flatMap((line): TariffFee[] => {
    if (line.kind !== 'fee') return [];
    return [{ feeId: line.feeId, name: line.name, charge: line.charge, vatRateBp: line.vatRateBp }];
  });
  return { productId, listPriceMinorPerLitre, priceMinorPerLitre, vatRateBp, fees };
}

/**
 * The largest volume that costs no more than `amountMinor` with all its fees; 0 when not even the
 * fees are covered.
 * @param atMostMl a bound above which nobody asks; keeps every product exact
 */
export function volumeWithin(rates: Rates, amountMinor: number, atMostMl: number): number {
  const fuelOnlyMl = Math.min(atMostMl, volumeFor(amountMinor, rates.priceMinorPerLitre));
  if (rates.fees.length === 0) return fuelOnlyMl;
  let passes = 0;
  let above = fuelOnlyMl + 1;
  // The total never falls when the volume grows, so halving finds the edge.
  while (above - passes > 1) {
    const middle = Math.floor((passes + above) / 2);
    if (totalOf(rates, middle) <= amountMinor) passes = middle;
    else above = middle;
  }
  return passes;
}
