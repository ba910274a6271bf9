import type { Refund } from '../sale/refund.ts';
import type { SaleLine } from '../sale/sale-line.ts';
import type { Sale } from '../sale/sale.ts';

/**
 * What a month of fills and refunds comes to, as a statement counts them. Fees, discounts and VAT
 * are less what the month's refunds gave back; a month of refunds alone has them below zero.
 */
export interface MonthSums {
  readonly saleCount: number;
  readonly volumeMl: number;
  /** Fuel alone, after its discount; fees stand beside it. */
  readonly saleMinor: number;
  readonly refundCount: number;
  readonly refundVolumeMl: number;
  /** Fuel alone. */
  readonly refundMinor: number;
  readonly feeMinor: number;
  readonly discountMinor: number;
  readonly vatMinor: number;
}

export const NO_SUMS: MonthSums = {
  saleCount: 0,
  volumeMl: 0,
  saleMinor: 0,
  refundCount: 0,
  refundVolumeMl: 0,
  refundMinor: 0,
  feeMinor: 0,
  discountMinor: 0,
  vatMinor: 0,
};

/** What one captured fill adds to its month. */
export function sumsOfSale(sale: Sale): MonthSums {
  const { volumeMl, amountMinor, feeMinor, vatMinor, lines } = sale;
  const saleMinor = amountMinor - feeMinor;
  const discountMinor = discountOf(lines);
  return { ...NO_SUMS, saleCount: 1, volumeMl, saleMinor, feeMinor, discountMinor, vatMinor };
}

/** What one refund adds to the month in which the books show it. */
export function sumsOfRefund(refund: Refund): MonthSums {
  const { volumeMl, amountMinor, feeMinor, vatMinor, lines } = refund;
  return {
    ...NO_SUMS,
    refundCount: 1,
    refundVolumeMl: volumeMl,
    refundMinor: amountMinor - feeMinor,
    feeMinor: 0 - feeMinor,
    discountMinor: 0 - discountOf(lines),
    vatMinor: 0 - vatMinor,
  };
}

export function addSums(a: MonthSums, b: MonthSums): MonthSums {
  return {
    saleCount: a.saleCount + b.saleCount,
    volumeMl: a.volumeMl + b.volumeMl,
    saleMinor: a.saleMinor + b.saleMinor,
    refundCount: a.refundCount + b.refundCount,
    refundVolumeMl: a.refundVolumeMl + b.refundVolumeMl,
    refundMinor: a.refundMinor + b.refundMinor,
    feeMinor: a.feeMinor + b.feeMinor,
    discountMinor: a.discountMinor + b.discountMinor,
    vatMinor: a.vatMinor + b.vatMinor,
  };
}

/** What is to be paid for a month: fuel and fees, less what was given back; in minor units. */
export function netMinor(sums: Pick<MonthSums, 'saleMinor' | 'feeMinor' | 'refundMinor'>): number {
  return sums.saleMinor + sums.feeMinor - sums.refundMinor;
}

function discountOf(lines: readonly SaleLine[]): number {
  return lines.reduce((sum, line) => sum + (line.kind === 'fuel' ? line.discountMinor : 0), 0);
}
