import type { ReadableDb, WritableDb } from './open.ts';
import { prepared } from './statements.ts';

const BEGIN_WRITING = 'BEGIN IMMEDIATE';
const BEGIN_READING = 'BEGIN DEFERRED';

/**
 * Runs `work` in one transaction that takes the write lock at its start, so that what was read
 * stays true until it is committed. An exception rolls everything back.
 */
export function inTransaction<T>(db: WritableDb, work: () => T): T {
  return within(db, BEGIN_WRITING, work);
}

/** Runs several reads on one and the same state of the database. */
export function inSnapshot<T>(db: ReadableDb, work: () => T): T {
  return within(db, BEGIN_READING, work);
}

/**
 * By statements that are kept: `db.transaction` makes four functions anew for each piece of work,
 * and takes as long for that as a small statement does.
 */
function within<T>(db: ReadableDb, begin: string, work: () => T): T {
  prepared(db, begin).run();
  try {
    const result = work();
    prepared(db, 'COMMIT').run();
    return result;
  } catch (error) {
    undo(db);
    throw error;
  }
}

/** A failed statement may have ended the transaction by itself, as a full disk does. */
function undo(db: ReadableDb): void {
  if (db.inTransaction) prepared(db, 'ROLLBACK').run();
}

/**
 * The same for work that takes many turns of the event loop. The transaction belongs to the
 * connection: whoever shares it must wait until this resolves.
 */
export function inAsyncTransaction<T>(db: WritableDb, work: () => T | Promise<T>): Promise<T> {
  return between(db, BEGIN_WRITING, work);
}

/** Several reads on one state of the database, over many turns; see `inAsyncTransaction`. */
export function inAsyncSnapshot<T>(db: ReadableDb, work: () => T | Promise<T>): Promise<T> {
  return between(db, BEGIN_READING, work);
}

async function between<T>(db: ReadableDb, begin: string, work: () => T | Promise<T>): Promise<T> {
  prepared(db, begin).run();
  try {
    const result = await work();
    prepared(db, 'COMMIT').run();
    return result;
  } catch (error) {
    undo(db);
    throw error;
  }
}
