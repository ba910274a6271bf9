import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { changeCipher, CIPHER, cipherOf, giveKey, type Cipher } from './cipher.ts';
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
  /**
   * At so many pages a commit of this connection folds the log into the file; else SQLite's 1,000.
   */
  readonly foldLogAtPages?: number;
}

const BUSY_TIMEOUT_MS = 5_000;
const SYNCHRONOUS = { normal: 1, full: 2 } as const;

/**
 * Opens or creates a database file for writing: encrypted with authentication, WAL, foreign keys
 * on. A file of an earlier build is brought to the cipher of today; where that cannot be done now
 * it is used as it is. Refused with DATABASE_DAMAGED (wrong key or damage: SQLite cannot tell them
 * apart) or DISK_FULL.
 * @throws Error when the file cannot be reached at all, or a setting did not take: bugs of the
 * installation
 */
export function openDatabase(options: OpenOptions): StorageResult<WritableDb> {
  if (options.keyHex !== null && cipherOf(options.file) !== CIPHER) convert(options);
  return opened(options, (db) => {
    db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${options.durable}`);
    const { foldLogAtPages } = options;
    if (foldLogAtPages !== undefined) db.pragma(`wal_autocheckpoint = ${foldLogAtPages}`);
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
  return guarded(() => {
    const db = unlocked(options, cipherOf(options.file));
    try {
      secure(db);
      return { ok: true, value: settle(db) };
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** The key comes before any other statement; the first read of a page tells whether it fits. */
function unlocked(options: AnyOptions, cipher: Cipher): Database.Database {
  const { file, keyHex } = options;
  const nativeBinding = nativeBindingPath(options.nativeBinding);
  const db = new Database(file, {
    readonly: options.readonly ?? false,
    timeout: options.busyTimeoutMs ?? BUSY_TIMEOUT_MS,
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  });
  try {
    if (keyHex !== null) giveKey(db, cipher, keyHex);
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Seals a copy anew and puts it in the file's place: whenever the power fails, one whole file is
 * there. Nothing is changed where the key does not fit, the disk is full or somebody else has the
 * file open.
 */
function convert(options: OpenOptions): void {
  const { file, keyHex } = options;
  const next = `${file}.sealing`;
  rmSync(next, { force: true });
  try {
    if (keyHex === null || !copiedOut(options, next)) return;
    const copy = unlocked({ ...options, file: next }, 'sqlcipher');
    try {
      changeCipher(copy, CIPHER, keyHex);
    } finally {
      copy.close();
    }
    if (!whole({ ...options, file: next })) return;
    sync(next);
    renameSync(next, file);
  } catch (error) {
    // Opening the file as it is tells what is wrong with it, if anything is.
    if (!(error instanceof Database.SqliteError)) throw error;
  } finally {
    rmSync(next, { force: true });
  }
}

/** False while another connection has the file open: its log could not be folded in. */
function copiedOut(options: OpenOptions, target: string): boolean {
  const db = unlocked({ ...options, busyTimeoutMs: 0 }, 'sqlcipher');
  try {
    if (db.pragma('journal_mode = DELETE', { simple: true }) !== 'delete') return false;
    db.prepare('VACUUM INTO ?').run(target);
    return true;
  } finally {
    db.close();
  }
}

function whole(options: OpenOptions): boolean {
  const db = unlocked(options, CIPHER);
  try {
    return db.pragma('integrity_check(1)', { simple: true }) === 'ok';
  } finally {
    db.close();
  }
}

function sync(file: string): void {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
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
