import writeXlsxFile, { type Cell } from 'write-excel-file/node';
import type { BridgeInput } from '#protocol/bridge.ts';

const WIDTH = 22;

/**
 * A table as a person sees it, as a workbook: numbers are numbers, texts are texts, whatever sign
 * they begin with, so that no name becomes a formula.
 */
export async function tableWorkbook({
  sheet,
  titles,
  rows,
}: BridgeInput<'table:workbook'>): Promise<Uint8Array<ArrayBuffer>> {
  const head = titles.map((value): Cell => ({ type: String, value, fontWeight: 'bold' }));
  const body = rows.map((row) => row.map(cellOf));
  const columns = titles.map(() => ({ width: WIDTH }));
  const file = writeXlsxFile([head, ...body], { sheet, columns });
  return Uint8Array.from(await file.toBuffer());
}

function cellOf(value: string | number | null): Cell {
  if (value === null || value === '') return null;
  return typeof value === 'number' ? { type: Number, value } : { type: String, value };
}
