import type { MessagePort } from 'node:worker_threads';
import { decide } from '#domain/authority/decide.ts';
import { sqliteCodeOf } from '#sqlite/failure.ts';
import { openDatabase } from '#sqlite/open.ts';
import { SqliteDecidingStore } from '../authority/deciding-store.ts';
import { NetworkWriter } from '../network-writer.ts';
import { FOLD_LOG_AT_PAGES } from './fold-log.ts';
import type { FromThread, ThreadFailure, ThreadPlace, ToThread } from './messages.ts';

/** An import of a whole register holds the write lock as long as this at most. */
const BUSY_TIMEOUT_MS = 120_000;

/**
 * Runs in a thread of its own: decides batch after batch on its own connection, until it is told to
 * close. Waiting for the disk then stops nobody who only wants to read or to be heard.
 * @throws Error when the file cannot be opened: it was open a moment before
 */
export function serveDecisions(port: MessagePort, options: ThreadPlace): void {
  const { file, keyHex, nativeBinding } = options;
  const opened = openDatabase({
    file,
    keyHex,
    durable: 'full',
    busyTimeoutMs: BUSY_TIMEOUT_MS,
    foldLogAtPages: FOLD_LOG_AT_PAGES,
    ...(nativeBinding === null ? {} : { nativeBinding }),
  });
  if (!opened.ok) throw new Error(opened.code);
  const db = opened.value;
  const tell = (message: FromThread): void => port.postMessage(message);
  const writer = new NetworkWriter(db);
  writer.feed.listen({ feedMoved: (cursor) => tell({ kind: 'feed-moved', cursor }) });
  const store = SqliteDecidingStore.besideOthers(writer);
  port.on('message', (message: ToThread) => {
    if (message.kind === 'close') {
      db.close();
      port.close();
      return;
    }
    const { id, requests } = message;
    store.commitBatch(requests, decide).then(
      (answers) => tell({ kind: 'decided', id, answers }),
      (error: unknown) => tell({ kind: 'failed', id, failure: failureOf(error) }),
    );
  });
}

function failureOf(error: unknown): ThreadFailure {
  const sqliteCode = sqliteCodeOf(error);
  if (!(error instanceof Error)) return { message: 'not an Error', sqliteCode, stack: '' };
  return { message: error.message, sqliteCode, stack: error.stack ?? '' };
}
