import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ok, refuse, type Result } from '#domain/result.ts';
import { openMigrated } from '#sqlite/migrate.ts';
import type { WritableDb } from '#sqlite/open.ts';
import type { Log } from '../ports.ts';
import { cacheMigrations, carriedTables } from './schema.ts';

export interface CacheOptions {
  readonly dataDir: string;
  /** Keys under which the file may lie, the likeliest first: a snapshot brings its own. */
  readonly keys: readonly [string, ...string[]];
  readonly nowMs: number;
  readonly appVersion: string;
  readonly log: Log;
}

/** The cache's file. `db` is another one after a swap: nobody keeps it across an await. */
export interface CacheFile {
  readonly db: WritableDb;
  /** Starts an empty one beside the one in use, which stays readable until the swap. */
  beginRebuild(): Result<WritableDb>;
  /**
   * Takes a file that came ready as the one to swap in. Refused with DATABASE_FROM_FUTURE or
   * DATABASE_DAMAGED; the file is gone then.
   */
  adopt(file: string, keyHex: string): Result<WritableDb>;
  /** Puts the new one in the place of the old, with what did not come from the feed. */
  swap(): void;
  cancelRebuild(): void;
  close(): void;
}

/**
 * Opens the cache; one that cannot be read is made anew, because nothing in it is the only copy.
 */
export function openCacheFile(options: CacheOptions): Result<CacheFile> {
  const file = join(options.dataDir, 'cache.db');
  const nextFile = join(options.dataDir, 'cache-next.db');
  remove(nextFile);
  const first = openOrReplace(file, options);
  if (!first.ok) return first;
  let current = first.value;
  let next: Opened | null = null;
  const cancelRebuild = (): void => {
    next?.db.close();
    next = null;
    remove(nextFile);
  };
  const begin = (keyHex: string): Result<WritableDb> => {
    const opened = open(nextFile, options, keyHex);
    if (!opened.ok) remove(nextFile);
    else next = { db: opened.value, keyHex };
    return opened;
  };
  return ok({
    get db() {
      return current;
    },
    beginRebuild() {
      cancelRebuild();
      return begin(options.keys[0]);
    },
    adopt(readyFile, keyHex) {
      cancelRebuild();
      renameSync(readyFile, nextFile);
      return begin(keyHex);
    },
    swap() {
      if (next === null) throw new Error('no rebuild has begun');
      const { db, keyHex } = next;
      carryOver(current, db, carriedTables);
      next = null;
      current = replaced({ file, nextFile, options, keyHex }, current, db);
    },
    cancelRebuild,
    close() {
      cancelRebuild();
      current.close();
    },
  });
}

interface Opened {
  readonly db: WritableDb;
  readonly keyHex: string;
}

interface Place {
  readonly file: string;
  readonly nextFile: string;
  readonly options: CacheOptions;
  readonly keyHex: string;
}

function replaced({ file, nextFile, options, keyHex }: Place, old: WritableDb, db: WritableDb) {
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  old.close();
  // The old file stays until the new one has its name: a power cut leaves one of them.
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
  renameSync(nextFile, file);
  const reopened = open(file, options, keyHex);
  if (!reopened.ok) throw new Error(`the new cache cannot be opened: ${reopened.code}`);
  return reopened.value;
}

function openOrReplace(file: string, options: CacheOptions): Result<WritableDb> {
  for (const keyHex of options.keys) {
    const opened = open(file, options, keyHex);
    if (opened.ok || opened.code === 'DISK_FULL') return opened;
  }
  options.log.warn({}, 'the cache is made anew');
  remove(file);
  return open(file, options, options.keys[0]);
}

function open(
  file: string,
  { nowMs, appVersion }: CacheOptions,
  keyHex: string,
): Result<WritableDb> {
  const opened = openMigrated({
    file,
    keyHex,
    durable: 'normal',
    migrations: cacheMigrations,
    nowMs,
    appVersion,
  });
  return opened.ok ? opened : refuse(opened.code, opened.params);
}

function carryOver(from: WritableDb, to: WritableDb, tables: readonly string[]): void {
  for (const table of tables) {
    const first = from.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} LIMIT 1`).get();
    if (first === undefined) continue;
    const columns = Object.keys(first);
    const named = columns.map((column) => `@${column}`).join(', ');
    const insert = to.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${named})`);
    to.transaction(() => {
      for (const row of from.prepare(`SELECT * FROM ${table}`).iterate()) insert.run(row);
    }).immediate();
  }
}

function remove(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}
