import writeXlsxFile, { type Cell, type Row } from 'write-excel-file/node';

export type { Cell, Row } from 'write-excel-file/node';

/** How the moments of a workbook are written, unless a cell says otherwise. */
export const MOMENT = 'dd.mm.yyyy hh:mm';

/**
 * Rows as a workbook of one sheet. Texts are texts, whatever sign they begin with, so that no name
 * becomes a formula; `widths` are in characters, a column each.
 */
export async function workbookOf(
  sheet: string,
  rows: readonly Row[],
  widths: readonly number[],
): Promise<Uint8Array<ArrayBuffer>> {
  const columns = widths.map((width) => ({ width }));
  const file = writeXlsxFile([...rows], { sheet, columns, dateFormat: MOMENT });
  return Uint8Array.from(await file.toBuffer());
}

/** A cell of text; nothing where there is none. */
export function text(value: string | null): Cell {
  return value === null || value === '' ? null : { type: String, value };
}

/** A heading. */
export function bold(value: string): Cell {
  return { type: String, value, fontWeight: 'bold' };
}

/** A number as a spreadsheet's `format` shows it. */
export function number(value: number, format?: string): Cell {
  return { type: Number, value, ...(format === undefined ? {} : { format }) };
}

/** A moment: a workbook's cell knows no zone, so `value` is the wall time that it shows, as UTC. */
export function moment(value: Date, format = MOMENT): Cell {
  return { type: Date, value, format };
}
