import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { guarded, storageCode, type StorageResult } from './failure.ts';
import {
  appliedMigrations,
  integrityFault,
  pendingMigrations,
  runMigrations,
  type Migration,
  type RunStamp,
} from './migration.ts';
import { openDatabase, type OpenOptions, type WritableDb } from './open.ts';

export interface MigrateOptions extends OpenOptions, RunStamp {
  readonly migrations: readonly Migration[];
}

/**
 * Opens a file and brings it to the newest schema. A file with data is copied first
 * (`<file>.before-<number>`), the steps are rehearsed on a second copy, and only then run on the
 * file itself, in one transaction. Should they fail there all the same and not roll back clean,
 * the copy takes the file's place and the failed one stays beside it (`<file>.failed-<number>`).
 * Refused as `openDatabase` and `pendingMigrations` refuse; the file is untouched then.
 * @throws Error when a step fails for another reason: a bug
 */
export function openMigrated(options: MigrateOptions): StorageResult<WritableDb> {
  const opened = openDatabase(options);
  if (!opened.ok) return opened;
  const db = opened.value;
  const result = closedOnFailure(db, () => bringUp(db, options));
  if (!result.ok) db.close();
  return result;
}

function bringUp(db: WritableDb, options: MigrateOptions): StorageResult<WritableDb> {
  return guarded(() => {
    const applied = appliedMigrations(db);
    const pending = pendingMigrations(applied, options.migrations);
    if (!pending.ok) return pending;
    const target = pending.value.at(-1);
    if (target === undefined) return { ok: true, value: db };
    if (applied.length === 0) {
      runMigrations(db, pending.value, options);
      return { ok: true, value: db };
    }
    const names = besideNames(options.file, target.number);
    copyTo(db, names.before);
    rehearse(options, { pending: pending.value, names });
    return runForReal(db, options, { pending: pending.value, names });
  });
}

interface Names {
  readonly before: string;
  readonly rehearsal: string;
  readonly failed: string;
}

interface Plan {
  readonly pending: readonly Migration[];
  readonly names: Names;
}

function besideNames(file: string, number: number): Names {
  return {
    before: `${file}.before-${number}`,
    rehearsal: `${file}.rehearsal`,
    failed: `${file}.failed-${number}`,
  };
}

/**
 * A whole copy under the same key, on the disk before this returns. One left by an interrupted
 * run is replaced.
 */
export function copyTo(db: WritableDb, target: string): void {
  removeDatabase(target);
  db.prepare('VACUUM INTO ?').run(target);
  const handle = openSync(target, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

function rehearse(options: MigrateOptions, { pending, names }: Plan): void {
  removeDatabase(names.rehearsal);
  try {
    copyFileSync(names.before, names.rehearsal);
    const copy = openDatabase({ ...options, file: names.rehearsal });
    if (!copy.ok) throw new Error(`the copy cannot be opened: ${copy.code}`);
    closedOnFailure(copy.value, () => runMigrations(copy.value, pending, options));
    copy.value.close();
  } finally {
    removeDatabase(names.rehearsal);
  }
}

function runForReal(
  db: WritableDb,
  options: MigrateOptions,
  plan: Plan,
): StorageResult<WritableDb> {
  const before = schemaVersion(db);
  try {
    runMigrations(db, plan.pending, options);
    return { ok: true, value: db };
  } catch (error) {
    const rolledBack = schemaVersion(db) === before && integrityFault(db) === null;
    db.close();
    if (!rolledBack) restore(options.file, plan.names);
    const code = storageCode(error);
    if (code === null) throw error;
    return { ok: false, code, params: { reason: 'migration-undone' } };
  }
}

function schemaVersion(db: WritableDb): unknown {
  return db.pragma('schema_version', { simple: true });
}

/** Puts the copy in the file's place; the failed file is kept for whoever has to find out why. */
function restore(file: string, { before, failed, rehearsal }: Names): void {
  // Copied first: a full disk must not leave us without either.
  copyFileSync(before, rehearsal);
  removeDatabase(failed);
  for (const suffix of SUFFIXES) {
    if (existsSync(file + suffix)) renameSync(file + suffix, failed + suffix);
  }
  renameSync(rehearsal, file);
}

const SUFFIXES = ['', '-wal', '-shm'] as const;

function removeDatabase(file: string): void {
  for (const suffix of SUFFIXES) rmSync(file + suffix, { force: true });
}

function closedOnFailure<T>(db: WritableDb, work: () => T): T {
  try {
    return work();
  } catch (error) {
    db.close();
    throw error;
  }
}
