import { exposureTotals } from '#domain/lease/exposure.ts';
import { currencies } from '#domain/money/money.ts';
import type { ExposureLeaseRecord } from '#protocol/records/exposure.ts';
import type { Language } from '#protocol/shell.ts';
import { exposureTexts } from './exposure-texts.ts';

export interface ExposureReport {
  readonly rows: readonly ExposureLeaseRecord[];
  readonly asOfMs: number;
}

/** A cell before it is a workbook's or a text's; a number is in litres or whole money. */
export type ExposureCell =
  | { readonly as: 'text'; readonly text: string }
  | { readonly as: 'number'; readonly value: number; readonly digits: number }
  | { readonly as: 'moment'; readonly atMs: number | null };

type Measured = Pick<ExposureLeaseRecord, 'measure' | 'currency'>;

const text = (value: string): ExposureCell => ({ as: 'text', text: value });

/** The only division of amounts: a file shows litres and roubles, and nobody computes on here. */
function quantity(row: Measured, value: number): ExposureCell {
  const digits = digitsOf(row);
  return { as: 'number', value: value / 10 ** digits, digits };
}

function digitsOf({ measure, currency }: Measured): number {
  if (measure === 'count') return 0;
  return measure === 'volume' ? 3 : currencies[currency].minorDigits;
}

/** Heading, a line per owner at each workstation, and the sums: the same in every file. */
export function exposureTable(
  { rows }: ExposureReport,
  language: Language,
): { readonly head: readonly string[]; readonly lines: readonly (readonly ExposureCell[])[] } {
  const texts = exposureTexts[language];
  const unit = ({ measure, currency }: Measured): ExposureCell =>
    text(measure === 'money' ? currency : texts.units[measure]);
  const lines = rows.map((row): readonly ExposureCell[] => [
    text(row.stationName),
    text(row.workstationName),
    text(row.clientName),
    text(row.contractNumber),
    text(texts.kinds[row.kind]),
    text(row.title),
    unit(row),
    quantity(row, row.leased),
    quantity(row, row.unreported),
    quantity(row, row.lost),
    { as: 'moment', atMs: row.untilMs },
    { as: 'moment', atMs: row.lastSeenAtMs },
  ]);
  const sums = exposureTotals(rows).map((total): readonly ExposureCell[] => [
    text(texts.total),
    ...['', '', ''].map(text),
    text(texts.kinds[total.kind]),
    text(''),
    unit(total),
    quantity(total, total.leased),
    quantity(total, total.unreported),
    quantity(total, total.lost),
  ]);
  return { head: texts.columns, lines: [...lines, ...sums] };
}
