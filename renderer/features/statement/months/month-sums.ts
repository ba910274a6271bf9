import type { MonthRecord } from '#protocol/records/history.ts';

const summed = [
  'saleCount',
  'volumeMl',
  'saleMinor',
  'refundCount',
  'refundVolumeMl',
  'refundMinor',
  'feeMinor',
  'discountMinor',
  'vatMinor',
] as const;

export type MonthSums = Readonly<Record<(typeof summed)[number], number>>;

/** Sums of rows of one currency, in the units of the rows. */
export function sumMonths(rows: readonly MonthRecord[]): MonthSums {
  const sums: Record<(typeof summed)[number], number> = {
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
  for (const row of rows) for (const name of summed) sums[name] += row[name];
  return sums;
}

/** What is to be paid for a month: fuel and fees, less what was given back. */
export function netMinor(sums: Pick<MonthSums, 'saleMinor' | 'feeMinor' | 'refundMinor'>): number {
  return sums.saleMinor + sums.feeMinor - sums.refundMinor;
}

/** Currencies of the rows, the one with the most sales first: money of two is never added. */
export function currenciesOf(rows: readonly MonthRecord[]): readonly MonthRecord['currency'][] {
  const sales = new Map<MonthRecord['currency'], number>();
  for (const { currency, saleCount } of rows) {
    sales.set(currency, (sales.get(currency) ?? 0) + saleCount);
  }
  return [...sales].toSorted(([, a], [, b]) => b - a).map(([currency]) => currency);
}
