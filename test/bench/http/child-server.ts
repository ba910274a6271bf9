import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { askUse, type Use } from './tell-use.ts';

const LONGEST_STOP_MS = 8_000;

/** A server in a process of its own, so that the load does not take its time from it. */
export class ChildServer<Ready> {
  readonly #child: ChildProcess;
  /** What it said when it listened. */
  readonly ready: Ready;

  private constructor(child: ChildProcess, ready: Ready) {
    this.#child = child;
    this.ready = ready;
  }

  /**
   * Starts a file, named from this folder, and tells it `order`; its first message is what it is
   * ready with. The signal ends it by force.
   * @throws when it ends before
   */
  static async start<Ready>(
    file: string,
    order: object,
    signal: AbortSignal,
  ): Promise<ChildServer<Ready>> {
    signal.throwIfAborted();
    const child = fork(resolve(import.meta.dirname, file), {
      serialization: 'json',
    });
    const kill = (): boolean => child.kill('SIGKILL');
    signal.addEventListener('abort', kill);
    child.once('exit', () => signal.removeEventListener('abort', kill));
    child.send(order);
    const ended = once(child, 'exit').then(() => {
      throw new Error(`${file} ended before it listened`);
    });
    // Both ends are of this folder: what the child sends is what its file says.
    const [ready] = (await Promise.race([once(child, 'message'), ended])) as [Ready];
    ended.catch(() => undefined);
    return new ChildServer(child, ready);
  }

  /** Processor time that it has used so far, and the most memory. */
  use(): Promise<Use> {
    return this.#asked(askUse);
  }

  /** Sends it a message and waits for the next one of it. */
  ask<Answer>(message: object): Promise<Answer> {
    return this.#asked((send) => send(message));
  }

  async #asked<Answer>(
    ask: (send: (message: object | string) => unknown) => void,
  ): Promise<Answer> {
    const ended = new AbortController();
    const gone = once(this.#child, 'exit', { signal: ended.signal }).then(() => {
      throw new Error('a child ended before it answered');
    });
    gone.catch(() => undefined);
    const answered = once(this.#child, 'message');
    ask((message) => this.#child.send(message));
    try {
      // As above: what the child sends is what its file says.
      const [answer] = (await Promise.race([answered, gone])) as [Answer];
      return answer;
    } finally {
      ended.abort();
    }
  }

  /** Lets it finish; ends it by force when it takes too long. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.disconnect();
    const timer = new AbortController();
    const late = delay(LONGEST_STOP_MS, null, { signal: timer.signal }).then(
      () => this.#child.kill('SIGKILL'),
      () => undefined,
    );
    await gone;
    timer.abort();
    await late;
  }
}
