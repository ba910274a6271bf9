import type { BridgeInput } from '#protocol/bridge.ts';
import { bold, type Cell, number, text, workbookOf } from './workbook.ts';

const WIDTH = 22;

/** A table as a person sees it, as a workbook: numbers are numbers, texts are texts. */
export async function tableWorkbook({
  sheet,
  titles,
  rows,
}: BridgeInput<'table:workbook'>): Promise<Uint8Array<ArrayBuffer>> {
  const body = rows.map((row) => row.map(cellOf));
  const widths = titles.map(() => WIDTH);
  return workbookOf(sheet, [titles.map(bold), ...body], widths);
}

function cellOf(value: string | number | null): Cell {
  return typeof value === 'number' ? number(value) : text(value);
}
