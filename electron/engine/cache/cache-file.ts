import { existsSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, refuse, type Result } from '#domain/result.ts';
import { openMigrated } from '#sqlite/migrate.ts';
import type { WritableDb } from '#sqlite/open.ts';
import { compileAlike } from '#sqlite/statements.ts';
import { isWorthFolding, LOG_PAGES_MAX, type FoldLog } from './fold-log.ts';
import type { Log } from '../ports.ts';
import { turn } from '../turn.ts';
import { beginCarryOver, type CarryOver } from './carry-over.ts';
import { feedState } from './feed-apply.ts';
import { cacheMigrations } from './schema.ts';

/** Which file the cache is, and under which key it lies; null is the key store's own. */
export interface CacheName {
  readonly name: string;
  readonly keyHex: string | null;
}

/** What a new workstation begins with. */
export const FIRST_CACHE: CacheName = { name: 'cache.db', keyHex: null };

export interface CacheOptions {
  readonly dataDir: string;
  /** The one in use, as the journal knows it. */
  readonly current: CacheName;
  /** The key store's key. */
  readonly ownKeyHex: string;
  /** True while the next one arrives: what there is of it is kept. */
  readonly arriving: boolean;
  readonly nowMs: number;
  readonly appVersion: string;
  readonly log: Log;
  readonly foldLog: FoldLog;
}

/** The cache's file. `db` is another one after a swap: nobody keeps it across an await. */
export interface CacheFile {
  readonly db: WritableDb;
  /** Where a file that comes ready arrives. It has its name from its first byte on. */
  readonly nextFile: string;
  /** Starts an empty one beside the one in use, which stays readable until the swap. */
  beginRebuild(): Result<WritableDb>;
  /**
   * Takes the file that came ready as the one to swap in. Refused with DATABASE_FROM_FUTURE, or
   * with DATABASE_DAMAGED also where there is no file or no registers in it; it is gone then.
   */
  adopt(keyHex: string): Result<WritableDb>;
  /**
   * Everything about the swap that takes time, in small turns: what did not come from the feed is
   * carried over, and what the desk asks again and again is compiled.
   */
  makeReady(): Promise<void>;
  /**
   * Puts the new one in the place of the old. `keep` writes down which file it is from now on, for
   * good; when it is refused, the old one stays.
   */
  swap<T>(keep: (next: CacheName) => Result<T>): Result<T>;
  cancelRebuild(): void;
  /**
   * Has the log of the one in use written back into its file, where enough has come together. In a
   * commit a sale would wait for it: call it when a round, or a page of many, is done.
   */
  settle(): void;
  close(): void;
}

interface Opened extends CacheName {
  readonly db: WritableDb;
}

/**
 * Opens the cache; one that cannot be read is made anew, because nothing in it is the only copy.
 */
export function openCacheFile(options: CacheOptions): Result<CacheFile> {
  const { dataDir } = options;
  removeOthers(options);
  const first = openOrReplace(options);
  if (!first.ok) return first;
  let current = inUse(first.value);
  const folder = makeFolder(options);
  let next: Opened | null = null;
  let carry: CarryOver | null = null;
  const nextFile = (): string => join(dataDir, nameAfter(current.name));
  const cancelRebuild = (): void => {
    carry?.stop();
    next?.db.close();
    if (next !== null) remove(nextFile());
    [next, carry] = [null, null];
  };
  const begin = (keyHex: string | null): Result<WritableDb> => {
    const name = nameAfter(current.name);
    const opened = open(options, { name, keyHex });
    if (!opened.ok) remove(join(dataDir, name));
    else next = { db: opened.value, name, keyHex };
    return opened;
  };
  return ok({
    get db() {
      return current.db;
    },
    get nextFile() {
      return nextFile();
    },
    beginRebuild() {
      cancelRebuild();
      remove(nextFile());
      return begin(null);
    },
    adopt(keyHex) {
      // One that was left open lies under the same name: then there is no file, and none is made.
      cancelRebuild();
      const opened = existsSync(nextFile()) ? begin(keyHex) : refuse('DATABASE_DAMAGED');
      if (!opened.ok || feedState(opened.value) !== null) return opened;
      cancelRebuild();
      return refuse('DATABASE_DAMAGED');
    },
    async makeReady() {
      if (next === null) throw new Error('no rebuild has begun');
      carry = beginCarryOver(current.db, next.db);
      await carry.inTurns();
      for (const _compiled of compileAlike(current.db, next.db)) await turn();
    },
    swap(keep) {
      if (next === null || carry === null) throw new Error('no rebuild is ready');
      carry.rest();
      const kept = keep({ name: next.name, keyHex: next.keyHex });
      if (!kept.ok) {
        cancelRebuild();
        return kept;
      }
      retire(options, current, folder.done());
      [current, next, carry] = [inUse(next), null, null];
      return kept;
    },
    cancelRebuild,
    settle: () => folder.fold(current),
    close() {
      if (next !== null) next.db.close();
      current.db.close();
    },
  });
}

const NAME = /^cache(?:-(?<number>\d{1,15}))?\.db$/u;

/** A name that was never used before: the file of the one in use may still be about to vanish. */
function nameAfter(name: string): string {
  return `cache-${Number(NAME.exec(name)?.groups?.['number'] ?? 1) + 1}.db`;
}

/** The one that sales read: its log is folded by `settle`, never by one of its commits. */
function inUse(opened: Opened): Opened {
  opened.db.pragma(`wal_autocheckpoint = ${LOG_PAGES_MAX}`);
  return opened;
}

interface Folder {
  /** Begins, unless it is at it. */
  fold(opened: Opened): void;
  /** Resolves when no log is being folded. */
  done(): Promise<void>;
}

function makeFolder(options: CacheOptions): Folder {
  let folding: Promise<void> | null = null;
  return {
    fold(opened) {
      folding ??= fold(options, opened).finally(() => (folding = null));
    },
    done: () => folding ?? Promise.resolve(),
  };
}

async function fold(
  { dataDir, ownKeyHex, foldLog, log }: CacheOptions,
  { name, keyHex, db }: Opened,
): Promise<void> {
  try {
    if (isWorthFolding(db))
      await foldLog(db, { file: join(dataDir, name), keyHex: keyHex ?? ownKeyHex });
  } catch (error) {
    // A full disk or a broken file meets whoever writes next, and he tells it.
    log.warn({ error: String(error) }, 'the log of the cache was not folded');
  }
}

/**
 * Closed when everybody who waits has had his turn, and nobody else has it open; a stop before that
 * leaves it to the start.
 */
function retire({ dataDir, log }: CacheOptions, { name, db }: Opened, folded: Promise<void>): void {
  const gone = async (): Promise<void> => {
    await turn();
    await folded;
    // Closing folds the log: into a file that is about to vanish, so nobody waits for the disk.
    db.pragma('synchronous = OFF');
    db.close();
    for (const path of withLog(join(dataDir, name))) await rm(path, { force: true });
  };
  gone().catch((error: unknown) => log.warn({ error: String(error) }, 'an old cache stays'));
}

/** What swaps left behind that were cut short. */
function removeOthers({ dataDir, current, arriving }: CacheOptions): void {
  const kept = new Set([current.name, ...(arriving ? [nameAfter(current.name)] : [])]);
  // A stop after it was opened left it as it came, with rows beside it that are carried anew.
  if (arriving) removeLog(join(dataDir, nameAfter(current.name)));
  for (const found of readdirSync(dataDir)) {
    const name = found.replace(/-(wal|shm)$/u, '');
    if (NAME.test(name) && !kept.has(name)) rmSync(join(dataDir, found), { force: true });
  }
}

function openOrReplace(options: CacheOptions): Result<Opened> {
  const { name, keyHex } = options.current;
  const openWith = (key: string | null): Result<Opened> => {
    const opened = open(options, { name, keyHex: key });
    return opened.ok ? ok({ name, keyHex: key, db: opened.value }) : opened;
  };
  for (const key of keyHex === null ? [null] : [keyHex, null]) {
    const opened = openWith(key);
    if (opened.ok || opened.code === 'DISK_FULL') return opened;
  }
  options.log.warn({}, 'the cache is made anew');
  remove(join(options.dataDir, name));
  return openWith(null);
}

function open(
  { dataDir, ownKeyHex, nowMs, appVersion }: CacheOptions,
  { name, keyHex }: CacheName,
): Result<WritableDb> {
  const opened = openMigrated({
    file: join(dataDir, name),
    keyHex: keyHex ?? ownKeyHex,
    durable: 'normal',
    migrations: cacheMigrations,
    nowMs,
    appVersion,
  });
  return opened.ok ? opened : refuse(opened.code, opened.params);
}

function withLog(file: string): readonly string[] {
  return [file, `${file}-wal`, `${file}-shm`];
}

function removeLog(file: string): void {
  for (const path of withLog(file).slice(1)) rmSync(path, { force: true });
}

function remove(file: string): void {
  rmSync(file, { force: true });
  removeLog(file);
}
