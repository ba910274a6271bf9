import { createHash } from 'node:crypto';

/** Advisory locks of the network's database: a kind and a number. */
export const LOCK = {
  migration: [7_301, 0],
  /** Named pieces of the registers. */
  name: 7_303,
  /** Ids of commands, sales, leases that may not exist yet. */
  id: 7_304,
} as const satisfies Record<string, number | readonly [number, number]>;

/** The lock of a name; different names may share one, which costs a wait and nothing else. */
export function lockNumber(name: string): number {
  return createHash('sha256').update(name).digest().readInt32BE(0);
}

/** Takes a name until the transaction ends; the statement as the driver wants it. */
export function lockOfName(name: string): { readonly text: string; readonly values: number[] } {
  const text = 'SELECT pg_advisory_xact_lock($1, $2)';
  return { text, values: [LOCK.name, lockNumber(name)] };
}

/**
 * Every decision holds `shared` from its begin to its end. Who closes a day or locks a period takes
 * `alone`, so he waits for all that are under way: what they are about to book would be missed.
 */
export const BOOKS_LOCK = {
  shared: `SELECT pg_advisory_xact_lock_shared(${LOCK.name}, ${lockNumber('books')})`,
  alone: `SELECT pg_advisory_xact_lock(${LOCK.name}, ${lockNumber('books')})`,
};
