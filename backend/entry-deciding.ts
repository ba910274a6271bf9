import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '#domain/assert.ts';
import { serveThread } from '#store/sqlite/thread/serve-thread.ts';
import type { ThreadOptions } from '#store/sqlite/thread/messages.ts';

/** A thread of a backend on SQLite: one decides, one folds the log. */
assert(parentPort !== null, 'this is the entry of a thread');
// Whoever starts the thread hands over just these.
serveThread(parentPort, workerData as ThreadOptions);
