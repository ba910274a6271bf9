import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '#domain/assert.ts';
import { serveWorkbook, type WorkbookAsked } from './export/workbook-thread.ts';

/** The thread in which a statement becomes a workbook. */
assert(parentPort !== null, 'this is the entry of a thread');
// Whoever starts the thread hands over just this.
await serveWorkbook(parentPort, workerData as WorkbookAsked);
