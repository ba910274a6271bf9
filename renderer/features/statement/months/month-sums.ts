import { addSums, NO_SUMS, type MonthSums } from '#domain/statement/month-sums.ts';
import type { MonthRecord } from '#protocol/records/history.ts';

/** Sums of rows of one currency, in the units of the rows. */
export function sumMonths(rows: readonly MonthRecord[]): MonthSums {
  return rows.reduce<MonthSums>((sums, row) => addSums(sums, row), NO_SUMS);
}

/** Currencies of the rows, the one with the most sales first: money of two is never added. */
export function currenciesOf(rows: readonly MonthRecord[]): readonly MonthRecord['currency'][] {
  const sales = new Map<MonthRecord['currency'], number>();
  for (const { currency, saleCount } of rows) {
    sales.set(currency, (sales.get(currency) ?? 0) + saleCount);
  }
  return [...sales].toSorted(([, a], [, b]) => b - a).map(([currency]) => currency);
}
