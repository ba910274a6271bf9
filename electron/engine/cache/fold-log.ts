import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { openDatabase, type ReadableDb } from '#sqlite/open.ts';

/** What is worth a thread of its own: some milliseconds of the disk. */
const WORTH_PAGES = 500;
/** Where no thread ever comes to it, SQLite folds by itself, in some commit. */
export const LOG_PAGES_MAX = 8_192;

/** A cache's file and the key that it lies under. */
export interface FoldAsked {
  readonly file: string;
  readonly keyHex: string;
}

/** Writes the log of a cache back into its file. */
export type FoldLog = (db: ReadableDb, asked: FoldAsked) => Promise<void>;

/** Whether enough has come together. */
export function isWorthFolding(db: ReadableDb): boolean {
  // Tells how long the log is and how much of it lies in the file; folds nothing.
  const told = db.prepare<[], LogLength>('PRAGMA wal_checkpoint(NOOP)').get();
  return told !== undefined && told.log - told.checkpointed >= WORTH_PAGES;
}

interface LogLength {
  /** Pages. */
  readonly log: number;
  readonly checkpointed: number;
}

/** In this thread: whoever asks meanwhile waits for the disk. */
const foldHere: FoldLog = (db) => {
  db.pragma('wal_checkpoint(PASSIVE)');
  return Promise.resolve();
};

/**
 * In a thread of its own, over a connection of its own: it takes no lock that a commit here would
 * wait for, so no sale waits for a thousand pages of others to reach the disk.
 */
function foldInThread(entry: URL): FoldLog {
  return async (_db, asked) => {
    const thread = new Worker(entry, { workerData: asked });
    // An error of the thread rejects this.
    await once(thread, 'exit');
  };
}

/** @param entry the file in which `foldLog` is started; without it this thread folds */
export function foldingBy(entry: URL | undefined): FoldLog {
  return entry === undefined ? foldHere : foldInThread(entry);
}

/**
 * The thread's side.
 * @throws Error where the file cannot be opened: it was open a moment before
 */
export function foldLog(asked: FoldAsked): void {
  const opened = openDatabase({ ...asked, durable: 'normal' });
  if (!opened.ok) throw new Error(opened.code);
  const db = opened.value;
  try {
    db.pragma('wal_checkpoint(PASSIVE)');
  } finally {
    db.close();
  }
}
