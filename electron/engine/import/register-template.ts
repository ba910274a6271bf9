import { stringify } from 'csv-stringify/sync';

/**
 * An empty file of a register: UTF-8 with the given headings and semicolons, as spreadsheets of
 * these countries write it and the import reads it.
 */
export function registerTemplate(titles: readonly string[]): Uint8Array<ArrayBuffer> {
  const form = { bom: true, delimiter: ';', escape_formulas: true, record_delimiter: '\r\n' };
  return new TextEncoder().encode(stringify([[...titles]], form));
}
