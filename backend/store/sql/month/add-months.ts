import type { MonthRows } from '../../authority/month-book.ts';
import type { SqlWrite } from '../sql.ts';

/** Columns of sums in the order of the tables, with the domain's names. */
export const SUM_NAMES = {
  sale_count: 'saleCount',
  volume_ml: 'volumeMl',
  sale_minor: 'saleMinor',
  refund_count: 'refundCount',
  refund_volume_ml: 'refundVolumeMl',
  refund_minor: 'refundMinor',
  fee_minor: 'feeMinor',
  discount_minor: 'discountMinor',
  vat_minor: 'vatMinor',
} as const;

/** What a row that is there becomes when `excluded` meets it. */
export const addedTo = (table: string): string =>
  Object.keys(SUM_NAMES)
    .map((name) => `${name} = ${table}.${name} + excluded.${name}`)
    .join(', ');

/** The sums of several rows, in the order of the tables' columns. */
export const SUMS_OF_ROWS = Object.keys(SUM_NAMES)
  .map((name) => `sum(${name})`)
  .join(', ');

const KEY = { month: 'month', contract_id: 'contractId', product_id: 'productId' } as const;

const added = (table: string, key: Readonly<Record<string, string>>): string => {
  const columns = { ...key, ...SUM_NAMES };
  return `
    INSERT INTO ${table} (${Object.keys(columns).join(', ')})
    VALUES (${Object.values(columns)
      .map((name) => `@${name}`)
      .join(', ')})
    ON CONFLICT (${Object.keys(key).join(', ')}) DO UPDATE SET ${addedTo(table)}`;
};

/** Adds sums to their row, or makes it; the values are the fields of a row of `MonthRows`. */
export const ADD_MONTH = {
  ofContract: added('sale_month', KEY),
  ofStation: added('station_month', { ...KEY, station_id: 'stationId' }),
} as const;

/** Adds what was captured and refunded to its months, inside the transaction of it. */
export async function addMonths(
  sql: SqlWrite,
  { ofContracts, ofStations }: MonthRows,
): Promise<void> {
  for (const row of ofContracts) await sql.run(ADD_MONTH.ofContract, row);
  for (const row of ofStations) await sql.run(ADD_MONTH.ofStation, row);
}
