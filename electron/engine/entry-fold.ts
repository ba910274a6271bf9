import { workerData } from 'node:worker_threads';
import { foldLog, type FoldAsked } from './cache/fold-log.ts';

/** The thread that writes the log of the cache back into its file. */
// Whoever starts the thread hands over just this.
foldLog(workerData as FoldAsked);
