import type { Language } from '#protocol/shell.ts';
import { exposureTable, type ExposureCell, type ExposureReport } from './exposure-table.ts';
import { exposureTexts } from './exposure-texts.ts';
import { bold, type Cell, moment, number, type Row, text, workbookOf } from './workbook.ts';

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
    [text(texts.asOf), moment(new Date(report.asOfMs))],
    [],
    head.map(bold),
    ...lines.map((line) => line.map(cellOf)),
  ];
  return workbookOf(texts.sheet, rows, WIDTHS);
}

function cellOf(cell: ExposureCell): Cell {
  switch (cell.as) {
    case 'text':
      return text(cell.text);
    case 'number':
      return number(cell.value, cell.digits === 0 ? '0' : `#,##0.${'0'.repeat(cell.digits)}`);
    case 'moment':
      return cell.atMs === null ? null : moment(new Date(cell.atMs));
  }
}
