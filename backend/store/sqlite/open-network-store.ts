import type { FaultLog } from '#service/platform-ports.ts';
import type { Clock, FeedListener, Stores } from '#service/ports.ts';
import type { StorageResult } from '#sqlite/failure.ts';
import { openMigrated } from '#sqlite/migrate.ts';
import { openReadable, type ReadableDb, type WritableDb } from '#sqlite/open.ts';
import { sharedStores } from '../sql/shared-stores.ts';
import { SqliteDecidingStore } from './authority/deciding-store.ts';
import { feedNumbers } from './feed-numbers.ts';
import { NetworkWriter } from './network-writer.ts';
import { networkMigrations } from './schema/migrations.ts';
import { SqliteDatabase } from './sqlite-database.ts';
import { FOLD_LOG_AT_PAGES } from './thread/fold-log.ts';
import { LogFolding } from './thread/log-folding.ts';
import { ThreadedDecidingStore } from './thread/threaded-deciding-store.ts';

export interface NetworkStoreOptions {
  readonly file: string;
  /** 64 hex digits; null for a file that is not encrypted. */
  readonly keyHex: string | null;
  readonly clock: Clock;
  readonly appVersion: string;
  /** Hears of every commit that moved the feed. */
  readonly listener?: FeedListener;
  /** Hears of a thread that ended by itself. */
  readonly log?: FaultLog;
  readonly nativeBinding?: string;
  /** The file in which `serveThread` is started; without it this thread does everything. */
  readonly decidingEntry?: URL;
}

export interface NetworkStore {
  readonly stores: Stores;
  /** For the balance checker, which works on the file itself. */
  readonly db: ReadableDb;
  /** Writes the log back into the file and lets it go; at once where this thread decides. */
  close(): Promise<void>;
}

/**
 * Opens the network's database, brings it to the newest schema and puts every store on it: one
 * connection writes, another reads. Refused as `openMigrated` refuses.
 */
export function openNetworkStore(options: NetworkStoreOptions): StorageResult<NetworkStore> {
  const { file, keyHex, clock, appVersion, nativeBinding } = options;
  const where = {
    file,
    keyHex,
    durable: 'full',
    foldLogAtPages: FOLD_LOG_AT_PAGES,
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  } as const;
  const nowMs = clock.nowMs();
  const opened = openMigrated({ ...where, appVersion, nowMs, migrations: networkMigrations });
  if (!opened.ok) return opened;
  const read = openReadable(where);
  if (!read.ok) {
    opened.value.close();
    return read;
  }
  return { ok: true, value: composed(opened.value, read.value, options) };
}

function composed(db: WritableDb, read: ReadableDb, options: NetworkStoreOptions): NetworkStore {
  const { clock, listener } = options;
  const writer = new NetworkWriter(db);
  if (listener !== undefined) writer.feed.listen(listener);
  const shared = new SqliteDatabase(writer, read);
  const { thread, folding } = threads(options);
  const stores: Stores = {
    ...sharedStores({ db: shared, feed: feedNumbers, clock }),
    deciding: thread ?? SqliteDecidingStore.alone(writer),
  };
  const close = async (): Promise<void> => {
    await folding?.close();
    await thread?.close();
    read.close();
    db.close();
  };
  return { stores, db: read, close };
}

interface Threads {
  readonly thread: ThreadedDecidingStore | null;
  readonly folding: LogFolding | null;
}

function threads(options: NetworkStoreOptions): Threads {
  const { file, keyHex, nativeBinding = null, decidingEntry, listener, log } = options;
  if (decidingEntry === undefined) return { thread: null, folding: null };
  const silent = { feedMoved: () => undefined, error: () => undefined };
  const place = { file, keyHex, nativeBinding };
  return {
    thread: new ThreadedDecidingStore(decidingEntry, place, listener ?? silent),
    folding: new LogFolding(decidingEntry, place, log ?? silent),
  };
}
