import { Worker } from 'node:worker_threads';
import type { ThreadOptions, ThreadPlace } from './messages.ts';

/** The thread that folds the log. Without it the log is folded by whoever writes, only later. */
export class LogFolding {
  readonly #thread: Worker;
  readonly #ended: Promise<void>;

  /** `entry`: the file in which `serveThread` is started. */
  constructor(entry: URL, place: ThreadPlace) {
    const options: ThreadOptions = { ...place, work: 'fold' };
    this.#thread = new Worker(entry, { workerData: options });
    this.#thread.on('error', () => undefined);
    this.#ended = new Promise((resolve) => this.#thread.once('exit', () => resolve()));
  }

  /** Resolves when the thread has let the file go. */
  async close(): Promise<void> {
    this.#thread.postMessage('close');
    await this.#ended;
  }
}
