import type { ReadableDb, WritableDb } from './open.ts';

/**
 * Runs `work` in one transaction that takes the write lock at its start, so that what was read
 * stays true until it is committed. An exception rolls everything back.
 */
export function inTransaction<T>(db: WritableDb, work: () => T): T {
  return db.transaction(work).immediate();
}

/** Runs several reads on one and the same state of the database. */
export function inSnapshot<T>(db: ReadableDb, work: () => T): T {
  return db.transaction(work).deferred();
}
