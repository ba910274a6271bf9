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

/**
 * The same for work that takes many turns of the event loop. The transaction belongs to the
 * connection: whoever shares it must wait until this resolves.
 */
export function inAsyncTransaction<T>(db: WritableDb, work: () => T | Promise<T>): Promise<T> {
  return between(db, 'BEGIN IMMEDIATE', work);
}

/** Several reads on one state of the database, over many turns; see `inAsyncTransaction`. */
export function inAsyncSnapshot<T>(db: ReadableDb, work: () => T | Promise<T>): Promise<T> {
  return between(db, 'BEGIN DEFERRED', work);
}

async function between<T>(db: ReadableDb, begin: string, work: () => T | Promise<T>): Promise<T> {
  db.exec(begin);
  try {
    const result = await work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // A failed statement may have ended the transaction by itself, as a full disk does.
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
