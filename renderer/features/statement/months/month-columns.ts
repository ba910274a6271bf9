import { currencies } from '#domain/money/money.ts';
import { type MonthSums, netMinor } from '#domain/statement/month-sums.ts';
import type { MonthRecord } from '#protocol/records/history.ts';
import type { Format } from '#ui/format/format.ts';
import type { Column } from '#ui/table/column.ts';
import { currenciesOf, sumMonths } from './month-sums.ts';

type Currency = MonthRecord['currency'];
type Unit = 'count' | 'litre' | 'money';

/** A column of numbers: what it says of a row and of the sums alike. */
interface Figure {
  readonly key: string;
  readonly unit: Unit;
  readonly minPx: number;
  readonly of: (sums: MonthSums) => number;
  /** The figure it stands below in a narrow table. */
  readonly below?: string;
}

const figures: readonly Figure[] = [
  { key: 'fills', unit: 'count', minPx: 84, of: ({ saleCount }) => saleCount },
  { key: 'volume', unit: 'litre', minPx: 112, of: ({ volumeMl }) => volumeMl },
  { key: 'amount', unit: 'money', minPx: 132, of: ({ saleMinor }) => saleMinor },
  { key: 'discount', unit: 'money', minPx: 104, of: ({ discountMinor }) => discountMinor },
  { key: 'fees', unit: 'money', minPx: 96, of: ({ feeMinor }) => feeMinor, below: 'discount' },
  {
    key: 'refundVolume',
    unit: 'litre',
    minPx: 96,
    of: ({ refundVolumeMl }) => refundVolumeMl,
    below: 'volume',
  },
  {
    key: 'refunds',
    unit: 'money',
    minPx: 104,
    of: ({ refundMinor }) => refundMinor,
    below: 'amount',
  },
  { key: 'net', unit: 'money', minPx: 132, of: netMinor },
  { key: 'vat', unit: 'money', minPx: 112, of: ({ vatMinor }) => vatMinor, below: 'net' },
];

export interface MonthWords {
  readonly format: Format;
  readonly t: (key: string) => string;
  /** What the months are divided by; `none` has no column of parts. */
  readonly by: 'none' | 'product' | 'station' | 'contract';
}

/** Columns of the table, with the sums of the rows below them; all rows are of one currency. */
export function monthColumns(
  rows: readonly MonthRecord[],
  words: MonthWords,
): readonly Column<MonthRecord>[] {
  const { format, t, by } = words;
  const sums = sumMonths(rows);
  const write = (unit: Unit, value: number): string => {
    if (value === 0) return '—';
    if (unit === 'count') return format.integer(value);
    return unit === 'litre' ? format.litres(value) : format.money(value, undefined);
  };
  const part: Column<MonthRecord> = {
    key: 'part',
    title: t(`statement.months.by.${by}`),
    text: (row) => partName(row, words),
    width: 'minmax(140px, 1.6fr)',
    sortBy: (row) => partName(row, words),
    below: 'month',
  };
  return [
    {
      key: 'month',
      title: t('statement.months.month'),
      text: ({ month }) => format.month(month),
      width: 'minmax(120px, 1fr)',
      sortBy: ({ month }) => month,
      total: t('statement.months.total'),
    },
    ...(by === 'none' ? [] : [part]),
    ...figures.map(({ unit, of, minPx, ...figure }): Column<MonthRecord> => ({
      ...figure,
      width: `minmax(${minPx}px, 1fr)`,
      title: t(`statement.months.column.${figure.key}`),
      text: (row) => write(unit, of(row)),
      align: 'end',
      sortBy: of,
      total: write(unit, of(sums)),
    })),
  ];
}

/** A part that is gone has its id still; refunds of what has no station have none. */
function partName({ partName: name, partId }: MonthRecord, { t }: MonthWords): string {
  return name ?? partId ?? t('statement.months.noPart');
}

export interface MonthSheet {
  readonly titles: string[];
  readonly rows: (string | number | null)[][];
}

/** The rows of all currencies as a workbook has them, each currency with its sums. */
export function monthSheet(rows: readonly MonthRecord[], words: MonthWords): MonthSheet {
  const { format, t, by } = words;
  const parts = (text: string): string[] => (by === 'none' ? [] : [text]);
  const cells = (sums: MonthSums, currency: Currency): number[] =>
    figures.map(({ unit, of }) => of(sums) / divisorOf(unit, currency));
  const ofCurrency = (currency: Currency): (string | number)[][] => {
    const own = rows.filter((row) => row.currency === currency);
    const total = [t('statement.months.total'), ...parts(''), currency];
    return [
      ...own.map((row) => [
        format.month(row.month),
        ...parts(partName(row, words)),
        currency,
        ...cells(row, currency),
      ]),
      [...total, ...cells(sumMonths(own), currency)],
    ];
  };
  const titles = figures.map(({ key }) => t(`statement.months.column.${key}`));
  return {
    titles: [
      t('statement.months.month'),
      ...parts(t(`statement.months.by.${by}`)),
      t('statement.months.currency'),
      ...titles,
    ],
    rows: currenciesOf(rows).flatMap(ofCurrency),
  };
}

/**
 * The only division of amounts: a file shows litres and whole money, and nobody computes on here.
 */
function divisorOf(unit: Unit, currency: Currency): number {
  if (unit === 'count') return 1;
  return unit === 'litre' ? 1000 : 10 ** currencies[currency].minorDigits;
}
