import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '#domain/assert.ts';
import { serveDecisions } from '#store/sqlite/thread/serve-decisions.ts';
import type { ThreadOptions } from '#store/sqlite/thread/messages.ts';

/** The thread in which a backend on SQLite decides. */
assert(parentPort !== null, 'this is the entry of a thread');
// Whoever starts the thread hands over just these.
serveDecisions(parentPort, workerData as ThreadOptions);
