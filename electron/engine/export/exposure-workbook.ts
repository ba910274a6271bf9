import writeXlsxFile, { type Cell, type Row } from 'write-excel-file/node';
import type { Language } from '#protocol/shell.ts';
import { exposureTable, type ExposureCell, type ExposureReport } from './exposure-table.ts';
import { exposureTexts } from './exposure-texts.ts';

const MOMENT = 'dd.mm.yyyy hh:mm';
const WIDTHS = [26, 18, 30, 16, 18, 20, 10, 16, 16, 16, 18, 18];

/** The report as a workbook: numbers are numbers, moments are moments in UTC, names stay names. */
export async function exposureWorkbook(
  report: ExposureReport,
  language: Language,
): Promise<Uint8Array<ArrayBuffer>> {
  const texts = exposureTexts[language];
  const { head, lines } = exposureTable(report, language);
  const rows: Row[] = [
    [bold(texts.sheet)],
    [text(texts.asOf), moment(report.asOfMs)],
    [],
    head.map(bold),
    ...lines.map((line) => line.map(cellOf)),
  ];
  const columns = WIDTHS.map((width) => ({ width }));
  const file = writeXlsxFile(rows, { sheet: texts.sheet, columns, dateFormat: MOMENT });
  return Uint8Array.from(await file.toBuffer());
}

function cellOf(cell: ExposureCell): Cell {
  switch (cell.as) {
    case 'text':
      return text(cell.text);
    case 'number': {
      const { value, digits } = cell;
      return { type: Number, value, format: digits === 0 ? '0' : `#,##0.${'0'.repeat(digits)}` };
    }
    case 'moment':
      return cell.atMs === null ? null : moment(cell.atMs);
  }
}

function moment(atMs: number): Cell {
  return { type: Date, value: new Date(atMs), format: MOMENT };
}

function text(value: string): Cell {
  return value === '' ? null : { type: String, value };
}

function bold(value: string): Cell {
  return { type: String, value, fontWeight: 'bold' };
}
