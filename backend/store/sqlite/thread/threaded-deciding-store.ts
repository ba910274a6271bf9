import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { decide } from '#domain/authority/decide.ts';
import { assert } from '#domain/assert.ts';
import type {
  AuthorityAnswer,
  AuthorityRequest,
  DecidingStore,
  FeedListener,
} from '#service/ports.ts';
import { sqliteFault } from '#sqlite/failure.ts';
import type {
  FromThread,
  ThreadFailure,
  ThreadOptions,
  ThreadPlace,
  ToThread,
} from './messages.ts';

interface Asked {
  readonly resolve: (answers: readonly AuthorityAnswer[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The deciding port on SQLite in a thread of its own. The decisions are the same; what is won is
 * that nobody else waits while one of them waits for the disk.
 */
export class ThreadedDecidingStore implements DecidingStore {
  /** The thread finds it when it comes to it: messages keep their order. */
  readonly takesAhead = true;
  readonly #thread: Worker;
  readonly #listener: FeedListener;
  readonly #asked = new Map<number, Asked>();
  #lastId = 0;
  #dead: Error | null = null;

  /** `entry`: the file in which `serveThread` is started. */
  constructor(entry: URL, place: ThreadPlace, listener: FeedListener) {
    this.#listener = listener;
    const options: ThreadOptions = { ...place, work: 'decide' };
    this.#thread = new Worker(entry, { workerData: options });
    this.#thread.on('message', (message: FromThread) => this.#hear(message));
    this.#thread.on('error', (error) => this.#die(error));
    this.#thread.on('exit', () => this.#die(new Error('the deciding thread has ended')));
  }

  commitBatch(
    requests: readonly AuthorityRequest[],
    decideOne: typeof decide,
  ): Promise<readonly AuthorityAnswer[]> {
    assert(decideOne === decide, 'another thread knows no other rules than the product’s');
    if (this.#dead !== null) return Promise.reject(this.#dead);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#tell({ kind: 'decide', id, requests });
    });
  }

  /** After the last answer. Resolves when the thread has let the file go. */
  async close(): Promise<void> {
    if (this.#dead !== null) return;
    const ended = once(this.#thread, 'exit');
    this.#tell({ kind: 'close' });
    await ended;
  }

  #tell(message: ToThread): void {
    this.#thread.postMessage(message);
  }

  #hear(message: FromThread): void {
    switch (message.kind) {
      case 'feed-moved':
        return this.#listener.feedMoved(message.cursor);
      case 'decided':
        return this.#take(message.id).resolve(message.answers);
      case 'failed':
        return this.#take(message.id).reject(errorOf(message.failure));
    }
  }

  #take(id: number): Asked {
    const asked = this.#asked.get(id);
    assert(asked !== undefined, 'the thread answers what it was asked');
    this.#asked.delete(id);
    return asked;
  }

  /** What was asked may have been decided or not: whoever asks again gets the first answer. */
  #die(error: Error): void {
    this.#dead ??= error;
    for (const { reject } of this.#asked.values()) reject(error);
    this.#asked.clear();
  }
}

function errorOf({ message, sqliteCode, stack }: ThreadFailure): Error {
  const error = sqliteCode === null ? new Error(message) : sqliteFault(message, sqliteCode);
  error.stack = stack;
  return error;
}
