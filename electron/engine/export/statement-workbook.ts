import { Temporal } from 'temporal-polyfill';
import { currencies } from '#domain/money/money.ts';
import type { Statement, StatementLine } from '#protocol/records/statement.ts';
import type { Language } from '#protocol/shell.ts';
import { statementColumns, statementTexts, type StatementColumn } from './statement-texts.ts';
import { bold, type Cell, moment, number, type Row, text, workbookOf } from './workbook.ts';

const MONEY = '#,##0.00';
const LITRES = '#,##0.000';
const SECOND = 'dd.mm.yyyy hh:mm:ss';
const PERCENT = '0.##%';
const ML_PER_LITRE = 1000;
const BASIS_POINTS = 10_000;

const widths: Readonly<Record<StatementColumn, number>> = {
  at: 20,
  kind: 14,
  card: 16,
  station: 28,
  product: 20,
  pump: 7,
  litres: 12,
  listPrice: 14,
  discount: 12,
  price: 14,
  amount: 16,
  vatRate: 11,
  vat: 14,
  mode: 12,
  slip: 12,
  note: 28,
};

/**
 * A statement as a workbook: numbers and moments are numbers and moments, in the contract's zone;
 * texts are texts, whatever sign they begin with, so that no name becomes a formula.
 */
export async function statementWorkbook(
  statement: Statement,
  language: Language,
): Promise<Uint8Array<ArrayBuffer>> {
  const texts = statementTexts[language];
  const minor = 10 ** currencies[statement.currency].minorDigits;
  const local = (atMs: number): Cell => localCell(atMs, statement.zone);
  const money = (amountMinor: number | null): Cell => numberCell(amountMinor, minor, MONEY);
  const header = statementColumns.map((name) => bold(texts.columns[name]));
  const rows: Row[] = [
    [bold(`${texts.statement}: ${statement.title}`)],
    [text(texts.period), local(statement.fromMs), null, local(statement.toMs - 1)],
    [text(texts.asOf), local(statement.asOfMs), null, text(statement.currency)],
    ...balanceRow(texts.opening, statement.openingMinor, money),
    [],
    header,
    ...statement.lines.map((line) => lineRow(line, { texts, local, money })),
    totalsRow(statement, texts.totals, money),
    ...balanceRow(texts.closing, statement.closingMinor, money),
  ];
  const columns = statementColumns.map((name) => widths[name]);
  return workbookOf(texts.sheet, rows, columns);
}

interface Makers {
  readonly texts: (typeof statementTexts)[Language];
  readonly local: (atMs: number) => Cell;
  readonly money: (amountMinor: number | null) => Cell;
}

function lineRow(line: StatementLine, { texts, local, money }: Makers): Row {
  const cells: Record<StatementColumn, Cell> = {
    at: local(line.atMs),
    kind: text(texts.kinds[line.kind]),
    card: text(line.panMasked),
    station: text(line.stationName),
    product: text(line.productName),
    pump: numberCell(line.pumpNumber, 1, '0'),
    litres: line.volumeMl > 0 ? numberCell(line.volumeMl, ML_PER_LITRE, LITRES) : null,
    listPrice: money(line.listPriceMinorPerLitre),
    discount: line.discountMinor > 0 ? money(line.discountMinor) : null,
    price: money(line.priceMinorPerLitre),
    amount: money(line.amountMinor),
    vatRate: numberCell(line.vatRateBp, BASIS_POINTS, PERCENT),
    vat: line.vatRateBp === null ? null : money(line.vatMinor),
    mode: text(line.mode === null ? null : texts.modes[line.mode]),
    slip: numberCell(line.slipNumber, 1, '0'),
    note: text(line.text),
  };
  return statementColumns.map((name) => cells[name]);
}

function totalsRow({ totals }: Statement, title: string, money: Makers['money']): Row {
  const cells: Partial<Record<StatementColumn, Cell>> = {
    at: bold(title),
    kind: numberCell(totals.saleCount, 1, '0'),
    litres: numberCell(totals.volumeMl, ML_PER_LITRE, LITRES),
    amount: money(-netMinor(totals)),
    vat: money(totals.vatMinor),
  };
  return statementColumns.map((name) => cells[name] ?? null);
}

/** What fills cost with their fees, less what was given back. */
function netMinor({ saleAmountMinor, feeMinor, refundMinor }: Statement['totals']): number {
  return saleAmountMinor + feeMinor - refundMinor;
}

function balanceRow(title: string, amountMinor: number | null, money: Makers['money']): Row[] {
  if (amountMinor === null) return [];
  const place = statementColumns.indexOf('amount');
  return [[bold(title), ...Array<null>(place - 1).fill(null), money(amountMinor)]];
}

/** The local wall time of an instant. */
function localCell(atMs: number, zone: string): Cell {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime();
  return moment(new Date(local.toZonedDateTime('UTC').epochMilliseconds), SECOND);
}

/**
 * The only division of amounts: what a spreadsheet shows is decimal, and nobody computes on with it
 * here.
 */
function numberCell(value: number | null, unit: number, format: string): Cell {
  return value === null ? null : number(value / unit, format);
}
