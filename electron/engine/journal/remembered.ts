import type { ReadableDb } from '#sqlite/open.ts';

/**
 * State of a journal's file that is kept in memory as well: this process alone writes the file, so
 * memory says what the file says. Whoever changes the one changes the other, in the same
 * transaction; a transaction that fails takes everything remembered with it, and it is read anew.
 */

const all = new Set<(db: ReadableDb) => void>();

/** A reader of state that reads the file once per connection, until `forgetAll`. */
export function remembered<T extends object>(read: (db: ReadableDb) => T): (db: ReadableDb) => T {
  const kept = new WeakMap<ReadableDb, T>();
  all.add((db) => void kept.delete(db));
  return (db) => {
    let state = kept.get(db);
    if (state === undefined) {
      state = read(db);
      kept.set(db, state);
    }
    return state;
  };
}

/** What was remembered of a file is worth nothing any more. */
export function forgetAll(db: ReadableDb): void {
  for (const forget of all) forget(db);
}
