import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { failedRun, type RunResult } from './simulate.ts';

/** What a hand is asked for: one run. Faults travel by name, because they are functions. */
export interface Order {
  readonly seed: number;
  readonly steps: number;
  readonly faultName: string | null;
}

const HAND = join(import.meta.dirname, 'hand-child.ts');
/** As many as the smallest machine that runs the tests has processors. */
export const HANDS = 2;
/** A run takes a second; one that takes so long waits for something that never comes. */
const PATIENCE_MS = 180_000;

/** Runs in processes of their own, one order each at a time. */
export class Crew {
  readonly #hands: (ChildProcess | null)[];

  constructor(size: number) {
    this.#hands = Array.from({ length: size }, () => null);
  }

  /**
   * Gives out orders until there are none or `onDone` says stop; `onDone` hears of each in the
   * order in which they were given out.
   */
  async work(orders: Iterator<Order>, onDone: (run: RunResult) => 'go on' | 'stop'): Promise<void> {
    const done = new Map<number, RunResult>();
    let given = 0;
    let told = 0;
    let stopped = false;
    const tell = (): void => {
      for (let run = done.get(told); run !== undefined && !stopped; run = done.get(told)) {
        done.delete(told);
        told += 1;
        stopped = onDone(run) === 'stop';
      }
    };
    const one = async (place: number): Promise<void> => {
      while (!stopped) {
        const order = orders.next();
        if (order.done === true) return;
        const number = given;
        given += 1;
        done.set(number, await this.#asked(place, order.value));
        tell();
      }
    };
    await Promise.all(this.#hands.map((_hand, place) => one(place)));
  }

  dismiss(): void {
    for (const hand of this.#hands) if (hand?.connected === true) hand.disconnect();
  }

  /** The run, or one that failed because its process ended or came to no end. */
  async #asked(place: number, order: Order): Promise<RunResult> {
    const hand = (this.#hands[place] ??= fork(HAND, [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: 'inherit',
    }));
    const ended = AbortSignal.timeout(PATIENCE_MS);
    const gone = new AbortController();
    const onExit = (): void => gone.abort();
    hand.once('exit', onExit);
    const signal = AbortSignal.any([ended, gone.signal]);
    try {
      hand.send(order);
      // What hand-child.ts sends is a RunResult; nobody else writes to this channel.
      const [run] = (await once(hand, 'message', { signal })) as [RunResult];
      return run;
    } catch (error) {
      if (!signal.aborted) throw error;
      hand.kill('SIGKILL');
      this.#hands[place] = null;
      const why = ended.aborted ? 'came to no end' : 'ended its process';
      return failedRun(order.seed, `the run ${why}`);
    } finally {
      hand.off('exit', onExit);
    }
  }
}
