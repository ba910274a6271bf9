import Database from 'better-sqlite3';
import { guarded, type StorageResult } from './failure.ts';
import { nativeBindingPath } from './native-binding.ts';

declare const READABLE: unique symbol;
declare const WRITABLE: unique symbol;

/** The most that one connection keeps in memory; a small file takes no more than its size. */
const CACHE_KIB = 32_768;

/** A connection for reading. A writable one may stand in for it, never the other way round. */
export type ReadableDb = Database.Database & { readonly [READABLE]: true };
/** The connection of the file's one writer. */
export type WritableDb = ReadableDb & { readonly [WRITABLE]: true };

export interface OpenOptions {
  readonly file: string;
  /** 64 hex digits; null for a file that is not encrypted (tests, planted faults). */
  readonly keyHex: string | null;
  /** `full`: a commit survives a power cut. `normal`: only for what can be pulled again. */
  readonly durable: 'full' | 'normal';
  /** Path of the native module; by default the environment's, else the package's own. */
  readonly nativeBinding?: string;
  /** How long to wait for another connection's lock. */
  readonly busyTimeoutMs?: number;
}

const BUSY_TIMEOUT_MS = 5_000;
const SYNCHRONOUS = { normal: 1, full: 2 } as const;

/**
 * Opens or creates a database file for writing: encrypted with authentication, WAL, foreign keys
 * on. Refused with DATABASE_DAMAGED (wrong key or damage: SQLite cannot tell them apart) or
 * DISK_FULL.
 * @throws Error when the file cannot be reached at all, or a setting did not take: bugs of the
 * installation
 */
export function openDatabase(options: OpenOptions): StorageResult<WritableDb> {
  return opened(options, (db) => {
    db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${options.durable}`);
    const wanted = SYNCHRONOUS[options.durable];
    expectPragma(db, 'journal_mode', 'wal');
    expectPragma(db, 'synchronous', wanted);
    // The one place that makes the brand: the settings above are what it stands for.
    return db as WritableDb;
  });
}

/** Opens an existing file for reading only. Refused as `openDatabase` refuses. */
export function openReadable(options: OpenOptions): StorageResult<ReadableDb> {
  return opened({ ...options, readonly: true }, (db) => {
    db.pragma('query_only = ON');
    // As above: a connection that SQLite itself keeps from writing.
    return db as ReadableDb;
  });
}

type AnyOptions = OpenOptions & { readonly readonly?: true };

function opened<T>(options: AnyOptions, settle: (db: Database.Database) => T): StorageResult<T> {
  const nativeBinding = nativeBindingPath(options.nativeBinding);
  return guarded(() => {
    const db = new Database(options.file, {
      readonly: options.readonly ?? false,
      timeout: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS,
      ...(nativeBinding === undefined ? {} : { nativeBinding }),
    });
    try {
      unlock(db, options.keyHex);
      secure(db);
      return { ok: true, value: settle(db) };
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** The key comes before any other statement; the first read of a page tells whether it fits. */
function unlock(db: Database.Database, keyHex: string | null): void {
  if (keyHex !== null) {
    if (!/^[0-9a-f]{64}$/iu.test(keyHex)) throw new Error('a database key is 64 hex digits');
    db.pragma(`cipher = 'sqlcipher'`);
    db.pragma('legacy = 4');
    db.pragma(`key = "x'${keyHex}'"`);
  }
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
}

function secure(db: Database.Database): void {
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  // Sorts and temporary tables would otherwise lie on the disk in plain text.
  db.pragma('temp_store = MEMORY');
  // SQLite's own 2 MiB lets a large index push itself out of memory, and every page costs a
  // decryption.
  db.pragma(`cache_size = -${CACHE_KIB}`);
  expectPragma(db, 'foreign_keys', 1);
}

function expectPragma(db: Database.Database, name: string, wanted: string | number): void {
  const actual: unknown = db.pragma(name, { simple: true });
  if (actual !== wanted) throw new Error(`${name} is ${String(actual)}, not ${wanted}`);
}
