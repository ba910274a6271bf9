import type { MessagePort } from 'node:worker_threads';
import type { WritableDb } from '#sqlite/open.ts';
import { openDatabase } from '#sqlite/open.ts';
import { sqliteCodeOf } from '#sqlite/failure.ts';
import type { ThreadPlace } from './messages.ts';

/**
 * A log of 32 MiB is folded by the commit that finds it so long. A network that sells without a
 * pause keeps it short of that by `foldLog`, and then little is left to fold.
 */
export const FOLD_LOG_AT_PAGES = 8_192;

/** A busy network writes some megabytes meanwhile. */
const EVERY_MS = 250;

/**
 * Runs in a thread of its own: writes the log back into the file by and by, until it is told to
 * close. It takes no lock that a commit would wait for, so nobody at a pump waits for a thousand
 * pages of others to reach the disk.
 * @throws Error when the file cannot be opened: it was open a moment before
 */
export function foldLog(port: MessagePort, { nativeBinding, ...place }: ThreadPlace): void {
  const opened = openDatabase({
    ...place,
    durable: 'full',
    ...(nativeBinding === null ? {} : { nativeBinding }),
  });
  if (!opened.ok) throw new Error(opened.code);
  const db = opened.value;
  const timer = setInterval(() => fold(db), EVERY_MS);
  port.on('message', () => {
    clearInterval(timer);
    db.close();
    port.close();
  });
}

function fold(db: WritableDb): void {
  try {
    db.pragma('wal_checkpoint(PASSIVE)');
  } catch (error) {
    // A full disk or a broken file meets whoever writes next, and he tells it.
    if (sqliteCodeOf(error) === null) throw error;
  }
}
