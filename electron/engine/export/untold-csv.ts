import { stringify } from 'csv-stringify/sync';
import { Temporal } from 'temporal-polyfill';
import { currencies } from '#domain/money/money.ts';
import { currency } from '#protocol/shapes.ts';
import type { Language } from '#protocol/shell.ts';
import type { UntoldRow } from '../fork/untold.ts';
import { untoldTexts } from './untold-texts.ts';

const ML_PER_LITRE = 1_000;
const LITRE_DIGITS = 3;

/**
 * What a fork has not told, as UTF-8 text with semicolons: day, time, litres and slip stand as they
 * are typed when a fill is entered by hand, by the station's clock.
 */
export function untoldCsv(rows: readonly UntoldRow[], language: Language): Uint8Array<ArrayBuffer> {
  const { columns, kinds, ways } = untoldTexts[language];
  const records = rows.map((row) => {
    const at = Temporal.Instant.fromEpochMilliseconds(row.atMs).toZonedDateTimeISO(row.zone);
    return [
      String(row.seq),
      kinds[row.kind],
      ways[row.booked ? 'booked' : row.kind],
      numberText(row.slipNumber),
      at.toPlainDate().toString(),
      at.toPlainTime().toString({ smallestUnit: 'minute' }),
      row.subject,
      row.productName,
      numberText(row.pumpNumber),
      row.volumeMl === null ? '' : (row.volumeMl / ML_PER_LITRE).toFixed(LITRE_DIGITS),
      ...moneyTexts(row.money),
      row.personName,
    ];
  });
  const form = { bom: true, delimiter: ';', escape_formulas: true, record_delimiter: '\r\n' };
  return new TextEncoder().encode(stringify([[...columns], ...records], form));
}

function numberText(value: number | null): string {
  return value === null ? '' : String(value);
}

function moneyTexts(money: UntoldRow['money']): readonly [string, string] {
  if (money === null) return ['', ''];
  const { minorDigits } = currencies[currency.parse(money.currency)];
  return [(money.amountMinor / 10 ** minorDigits).toFixed(minorDigits), money.currency];
}
