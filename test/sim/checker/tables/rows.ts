import type { ReadableDb } from '#sqlite/open.ts';

/** How the checker reads tables. */

const prepared = new WeakMap<ReadableDb, Map<string, { all(): unknown[] }>>();

/** Every row of a question that is asked again and again: it is compiled once per connection. */
export function all<R>(db: ReadableDb, sql: string): R[] {
  const known = prepared.get(db) ?? new Map<string, { all(): unknown[] }>();
  prepared.set(db, known);
  const statement = known.get(sql) ?? db.prepare<[]>(sql);
  known.set(sql, statement);
  // The column list of the question says what a row is.
  return statement.all() as R[];
}

export function byKey<R, K extends keyof R>(rows: readonly R[], key: K): ReadonlyMap<R[K], R> {
  return new Map(rows.map((row) => [row[key], row]));
}

/** Rows that have the same value, in their order. */
export function groups<R, K extends keyof R>(
  rows: readonly R[],
  key: K,
): ReadonlyMap<R[K], readonly R[]> {
  const found = new Map<R[K], R[]>();
  for (const row of rows) {
    const group = found.get(row[key]);
    if (group === undefined) found.set(row[key], [row]);
    else group.push(row);
  }
  return found;
}

/** Sums of rows that are an `id` and a `quantity`. */
export function sums(db: ReadableDb, sql: string): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const { id, quantity } of all<{ id: string; quantity: number }>(db, sql)) {
    totals.set(id, (totals.get(id) ?? 0) + quantity);
  }
  return totals;
}
