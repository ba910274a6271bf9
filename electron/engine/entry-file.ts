import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '#domain/assert.ts';
import { serveFile, type FileAsked } from './export/file-thread.ts';

/** The thread in which a statement, a report or a table becomes a file. */
assert(parentPort !== null, 'this is the entry of a thread');
// Whoever starts the thread hands over just this.
await serveFile(parentPort, workerData as FileAsked);
