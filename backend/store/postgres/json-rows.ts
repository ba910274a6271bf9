import type { SqlRow } from '../sql/sql.ts';

/**
 * The row of an object: `stationId` is the column `station_id`, a truth is 0 or 1, and a list or an
 * object is JSON text, as in SQLite's tables.
 */
export function rowOf(value: object): SqlRow {
  const fields = Object.entries(value) as [string, unknown][];
  return Object.fromEntries(fields.map(([name, one]) => [columnOf(name), cellOf(one)]));
}

const columns = new Map<string, string>();

function columnOf(field: string): string {
  const known = columns.get(field);
  if (known !== undefined) return known;
  const made = field.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
  columns.set(field, made);
  return made;
}

function cellOf(value: unknown): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  return JSON.stringify(value);
}
