import { type ComputedRef, computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { StatementLine } from '#protocol/records/statement.ts';
import { writeDecimal } from '#ui/format/decimal.ts';
import { type Format, makeFormat } from '#ui/format/format.ts';
import { useFormat } from '#ui/format/use-format.ts';
import type { Column } from '#ui/table/column.ts';
import type { StatementAnswer } from './use-statement.ts';

const none = '—';
const lineColumns = [
  'at',
  'kind',
  'card',
  'station',
  'product',
  'pump',
  'volume',
  'price',
  'amount',
  'vatRate',
  'vat',
  'mode',
  'slip',
] as const;
export type LineColumn = (typeof lineColumns)[number];

const widths: Readonly<Record<LineColumn, string>> = {
  at: '128px',
  kind: '106px',
  card: '84px',
  station: 'minmax(120px, 1.6fr)',
  product: 'minmax(76px, 1fr)',
  pump: '44px',
  volume: '74px',
  price: '66px',
  amount: '100px',
  vatRate: '56px',
  vat: '80px',
  mode: '86px',
  slip: '60px',
};

/** What stands below what in a narrow table: figures below figures. */
const below: Partial<Readonly<Record<LineColumn, LineColumn>>> = {
  kind: 'at',
  product: 'station',
  pump: 'volume',
  price: 'amount',
  vatRate: 'vat',
  mode: 'card',
};

const numbers: ReadonlySet<LineColumn> = new Set([
  'pump',
  'volume',
  'price',
  'amount',
  'vatRate',
  'vat',
  'slip',
]);

const orders: Readonly<Record<LineColumn, (line: StatementLine) => number | string>> = {
  at: ({ atMs }) => atMs,
  kind: ({ kind }) => kind,
  card: ({ panMasked }) => panMasked ?? '',
  station: ({ stationName }) => stationName ?? '',
  product: ({ productName }) => productName ?? '',
  pump: ({ pumpNumber }) => pumpNumber ?? 0,
  volume: ({ volumeMl }) => volumeMl,
  price: ({ priceMinorPerLitre }) => priceMinorPerLitre ?? 0,
  amount: ({ amountMinor }) => amountMinor,
  vatRate: ({ vatRateBp }) => vatRateBp ?? 0,
  vat: ({ vatMinor }) => vatMinor,
  mode: ({ mode }) => mode ?? '',
  slip: ({ slipNumber }) => slipNumber ?? 0,
};

/** Everything of a statement is written in its own zone, wherever the reader stands (rule G4). */
export function useStatementFormat(statement: () => StatementAnswer | null): ComputedRef<Format> {
  const format = useFormat();
  return computed(() => {
    const { locale, timeZone, decimalSeparator } = format.value;
    return makeFormat(locale, statement()?.zone ?? timeZone, decimalSeparator);
  });
}

/** Columns of a statement: the screen, the clipboard and the paper have the same ones. */
export function useLineColumns(
  statement: () => StatementAnswer | null,
): ComputedRef<readonly Column<StatementLine>[]> {
  const { t } = useI18n({ useScope: 'global' });
  const format = useStatementFormat(statement);
  return computed(() => {
    const texts = lineTexts(format.value, t);
    // All lines of a card's statement are of that card.
    const isOfCard = statement()?.subjectKind === 'card';
    return lineColumns
      .filter((key) => key !== 'card' || !isOfCard)
      .map((key): Column<StatementLine> => {
        const host = below[key];
        return {
          key,
          title: t(`statement.column.${key}`),
          text: texts[key],
          width: widths[key],
          align: numbers.has(key) ? 'end' : 'start',
          sortBy: orders[key],
          ...(host === undefined ? {} : { below: host }),
        };
      });
  });
}

/** What the cells of a line say; money without its sign, which the heading or the row names. */
export function lineTexts(
  format: Format,
  t: (key: string) => string,
): Readonly<Record<LineColumn, (line: StatementLine) => string>> {
  const money = (amountMinor: number): string => format.money(amountMinor, undefined);
  return {
    at: ({ atMs }) => format.dateTime(atMs),
    kind: ({ kind }) => t(`statement.kind.${kind}`),
    card: ({ panMasked }) => panMasked ?? none,
    station: ({ stationName }) => stationName ?? none,
    product: ({ productName, text }) => productName ?? text ?? none,
    pump: ({ pumpNumber }) => written(pumpNumber, String),
    volume: ({ volumeMl }) => (volumeMl > 0 ? litres(volumeMl, format) : none),
    price: ({ priceMinorPerLitre }) => written(priceMinorPerLitre, money),
    amount: ({ amountMinor }) => money(amountMinor),
    vatRate: ({ vatRateBp }) => written(vatRateBp, (rateBp) => percent(rateBp, format)),
    vat: ({ vatRateBp, vatMinor }) => (vatRateBp === null ? none : money(vatMinor)),
    mode: ({ mode }) => (mode === null ? none : t(`statement.mode.${mode}`)),
    slip: ({ slipNumber }) => written(slipNumber, String),
  };
}

function written(value: number | null, write: (value: number) => string): string {
  return value === null ? none : write(value);
}

/** Litres without their unit: the heading names it once for all rows. */
function litres(volumeMl: number, { decimalSeparator }: Format): string {
  return writeDecimal(volumeMl, { scale: 3, shown: 2, separator: decimalSeparator });
}

/** Basis points as percent: 1200 → «12 %». */
function percent(rateBp: number, { decimalSeparator }: Format): string {
  return `${writeDecimal(rateBp, { scale: 2, shown: 0, separator: decimalSeparator })}\u00a0%`;
}
