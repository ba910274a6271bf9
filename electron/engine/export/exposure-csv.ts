import type { Language } from '#protocol/shell.ts';
import { exposureTable, type ExposureCell, type ExposureReport } from './exposure-table.ts';
import { csvBytes } from './table-csv.ts';

/** The report as text for another program; moments are UTC. */
export async function exposureCsv(
  report: ExposureReport,
  language: Language,
): Promise<Uint8Array<ArrayBuffer>> {
  const { head, lines } = exposureTable(report, language);
  const records = [head, ...lines.map((line) => line.map(plain))];
  return csvBytes(records);
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
