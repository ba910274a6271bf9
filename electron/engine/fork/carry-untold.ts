import type { ReadableDb, WritableDb } from '#sqlite/open.ts';

/**
 * What waits to be told and is no line of the account goes on with the workstation: a journal that
 * is left tells nothing any more.
 */
export function carryUntold(from: ReadableDb, to: WritableDb): void {
  for (const table of ['feedback', 'acceptance', 'untold_error', 'client_entry']) {
    const rows = from.prepare<[], Readonly<Record<string, unknown>>>(`SELECT * FROM ${table}`);
    for (const row of rows.all()) {
      const names = Object.keys(row);
      const places = names.map(() => '?').join(', ');
      to.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`).run(
        ...Object.values(row),
      );
    }
  }
}
