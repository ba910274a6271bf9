import { stringify } from 'csv-stringify/sync';
import type { Language } from '#protocol/shell.ts';
import { exposureTable, type ExposureCell, type ExposureReport } from './exposure-table.ts';

/**
 * The report as UTF-8 text with semicolons, which spreadsheets of these countries expect. Moments
 * are UTC; a name that begins like a formula stays a name.
 */
export async function exposureCsv(
  report: ExposureReport,
  language: Language,
): Promise<Uint8Array<ArrayBuffer>> {
  const { head, lines } = exposureTable(report, language);
  const records = [head, ...lines.map((line) => line.map(plain))];
  const form = { bom: true, delimiter: ';', escape_formulas: true, record_delimiter: '\r\n' };
  return new TextEncoder().encode(stringify(records, form));
}

function plain(cell: ExposureCell): string {
  switch (cell.as) {
    case 'text':
      return cell.text;
    case 'number':
      return cell.value.toFixed(cell.digits);
    case 'moment':
      return cell.atMs === null ? '' : new Date(cell.atMs).toISOString();
  }
}
