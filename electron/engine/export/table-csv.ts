import { stringify } from 'csv-stringify/sync';
import type { BridgeInput } from '#protocol/bridge.ts';

/**
 * Lines as UTF-8 text with semicolons, which spreadsheets of these countries expect. A text that
 * begins like a formula stays a text.
 */
export function csvBytes(
  lines: readonly (readonly (string | number | null)[])[],
): Uint8Array<ArrayBuffer> {
  const form = { bom: true, delimiter: ';', escape_formulas: true, record_delimiter: '\r\n' };
  return new TextEncoder().encode(stringify([...lines], form));
}

/** A table as a person sees it, as text for another program. */
export function tableCsv({ titles, rows }: BridgeInput<'table:workbook'>): Uint8Array<ArrayBuffer> {
  return csvBytes([titles, ...rows]);
}
