import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ok, refuse, type Result } from '#domain/result.ts';
import { openMigrated } from '#sqlite/migrate.ts';
import type { WritableDb } from '#sqlite/open.ts';
import type { Log } from '../ports.ts';
import { cacheMigrations, carriedTables } from './schema.ts';

export interface CacheOptions {
  readonly dataDir: string;
  readonly keyHex: string;
  readonly nowMs: number;
  readonly appVersion: string;
  readonly log: Log;
}

/** The cache's file. `db` is another one after a swap: nobody keeps it across an await. */
export interface CacheFile {
  readonly db: WritableDb;
  /** Starts an empty one beside the one in use, which stays readable until the swap. */
  beginRebuild(): Result<WritableDb>;
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
  let next: WritableDb | null = null;
  const cancelRebuild = (): void => {
    next?.close();
    next = null;
    remove(nextFile);
  };
  return ok({
    get db() {
      return current;
    },
    beginRebuild() {
      cancelRebuild();
      const opened = open(nextFile, options);
      if (opened.ok) next = opened.value;
      return opened;
    },
    swap() {
      if (next === null) throw new Error('no rebuild has begun');
      carryOver(current, next);
      next.pragma('wal_checkpoint(TRUNCATE)');
      next.close();
      next = null;
      current.close();
      remove(file);
      renameSync(nextFile, file);
      const reopened = open(file, options);
      if (!reopened.ok) throw new Error(`the new cache cannot be opened: ${reopened.code}`);
      current = reopened.value;
    },
    cancelRebuild,
    close() {
      cancelRebuild();
      current.close();
    },
  });
}

function openOrReplace(file: string, options: CacheOptions): Result<WritableDb> {
  const opened = open(file, options);
  if (opened.ok || opened.code === 'DISK_FULL') return opened;
  options.log.warn({ code: opened.code }, 'the cache is made anew');
  remove(file);
  return open(file, options);
}

function open(file: string, { keyHex, nowMs, appVersion }: CacheOptions): Result<WritableDb> {
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

function carryOver(from: WritableDb, to: WritableDb): void {
  for (const table of carriedTables) {
    const rows = from.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).all();
    const columns = Object.keys(rows[0] ?? {});
    if (columns.length === 0) continue;
    const named = columns.map((column) => `@${column}`).join(', ');
    const insert = to.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${named})`);
    to.transaction(() => {
      for (const row of rows) insert.run(row);
    }).immediate();
  }
}

function remove(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}
