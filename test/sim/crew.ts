import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RunResult } from './simulate.ts';

/** What a hand is asked for: one run. Faults travel by name, because they are functions. */
export interface Order {
  readonly seed: number;
  readonly steps: number;
  readonly faultName: string | null;
}

const HAND = join(import.meta.dirname, 'hand-child.ts');
/** As many as the smallest machine that runs the tests has processors. */
export const HANDS = 2;

/** Runs in processes of their own, one order each at a time. */
export class Crew {
  readonly #hands: readonly ChildProcess[];

  constructor(size: number) {
    const hand = (): ChildProcess => {
      return fork(HAND, [], { serialization: 'advanced', execArgv: [], stdio: 'inherit' });
    };
    this.#hands = Array.from({ length: size }, hand);
  }

  /**
   * Gives out orders until there are none or `onDone` says stop; `onDone` hears of each in the order
   * in which they were given out.
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
    const one = async (hand: ChildProcess): Promise<void> => {
      while (!stopped) {
        const order = orders.next();
        if (order.done === true) return;
        const number = given;
        given += 1;
        done.set(number, await asked(hand, order.value));
        tell();
      }
    };
    await Promise.all(this.#hands.map(one));
  }

  dismiss(): void {
    for (const hand of this.#hands) if (hand.connected) hand.disconnect();
  }
}

async function asked(hand: ChildProcess, order: Order): Promise<RunResult> {
  const ended = new AbortController();
  const { signal } = ended;
  const answer = once(hand, 'message', { signal });
  const gone = once(hand, 'exit', { signal }).then(() => {
    throw new Error(`the process that ran seed ${order.seed} is gone`);
  });
  gone.catch(() => undefined);
  hand.send(order);
  try {
    // What hand-child.ts sends is a RunResult; nobody else writes to this channel.
    const [run] = (await Promise.race([answer, gone])) as [RunResult];
    return run;
  } finally {
    ended.abort();
  }
}
