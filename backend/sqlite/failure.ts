import Database from 'better-sqlite3';

/** What may go wrong with a database file without anybody having written a bug. */
export type StorageCode = 'DATABASE_DAMAGED' | 'DISK_FULL' | 'DATABASE_FROM_FUTURE';

export type StorageParams = Readonly<Record<string, string | number | boolean | null>>;

/** Of the same form as the domain's `Result`; this room imports no other. */
export type StorageResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: StorageCode; readonly params: StorageParams };

/**
 * A refusal of the storage. `params.reason` tells damage apart: `key-or-damage`,
 * `migration-changed`…
 */
export function storageRefusal(
  code: StorageCode,
  params: StorageParams = {},
): { readonly ok: false; readonly code: StorageCode; readonly params: StorageParams } {
  return { ok: false, code, params };
}

const DAMAGED = /^SQLITE_(NOTADB|CORRUPT|IOERR_(DATA|CORRUPTFS|SHORT_READ))/;

/** The second is that of a log's index, for which there is no room. */
const FULL: ReadonlySet<string> = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE']);

/** The code of a failure of disk or file that an operation threw; null when the error is a bug. */
export function storageCode(error: unknown): StorageCode | null {
  if (!(error instanceof Database.SqliteError)) return null;
  if (FULL.has(error.code)) return 'DISK_FULL';
  return DAMAGED.test(error.code) ? 'DATABASE_DAMAGED' : null;
}

/** Runs `work`; a failure of disk or file becomes a refusal, a bug stays an exception. */
export function guarded<T>(work: () => StorageResult<T>): StorageResult<T> {
  try {
    return work();
  } catch (error) {
    const code = storageCode(error);
    if (code === null) throw error;
    return storageRefusal(code, code === 'DATABASE_DAMAGED' ? { reason: 'key-or-damage' } : {});
  }
}

/** SQLite's own code of what an operation threw; null when it was none of SQLite's faults. */
export function sqliteCodeOf(error: unknown): string | null {
  return error instanceof Database.SqliteError ? error.code : null;
}

/** A fault of SQLite that happened in another thread, as if it had happened in this one. */
export function sqliteFault(message: string, code: string): Error {
  return new Database.SqliteError(message, code);
}
