import { Worker } from 'node:worker_threads';
import type { FaultLog } from '#service/platform-ports.ts';
import type { ThreadOptions, ThreadPlace } from './messages.ts';

interface Running {
  readonly thread: Worker;
  readonly ended: Promise<void>;
}

/**
 * The thread that folds the log. Without it the log is folded by whoever writes, only later: that
 * it has ended by itself is told, and it is started once more.
 */
export class LogFolding {
  readonly #entry: URL;
  readonly #place: ThreadPlace;
  readonly #log: FaultLog;
  #running: Running;
  #mayStart = true;

  /** `entry`: the file in which `serveThread` is started. */
  constructor(entry: URL, place: ThreadPlace, log: FaultLog) {
    this.#entry = entry;
    this.#place = place;
    this.#log = log;
    this.#running = this.#start();
  }

  /** Resolves when the thread has let the file go. */
  async close(): Promise<void> {
    this.#mayStart = false;
    this.#running.thread.postMessage('close');
    await this.#running.ended;
  }

  #start(): Running {
    const options: ThreadOptions = { ...this.#place, work: 'fold' };
    const thread = new Worker(this.#entry, { workerData: options });
    let fault: Error | null = null;
    thread.on('error', (error: Error) => (fault = error));
    const ended = new Promise<void>((resolve) => {
      thread.once('exit', () => {
        if (fault !== null) this.#died(fault);
        resolve();
      });
    });
    return { thread, ended };
  }

  #died({ message, stack }: Error): void {
    const startsAgain = this.#mayStart;
    const facts = { reason: message, stack, startsAgain };
    this.#log.error(facts, 'the thread that folds the log has ended');
    this.#mayStart = false;
    if (startsAgain) this.#running = this.#start();
  }
}
