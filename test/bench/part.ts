import type { Row } from './table/row.ts';

/** What a part is given. */
export interface Bench {
  /** Empty at first, and removed after the run; on the disk that is measured. */
  readonly folder: string;
  /** Fewer and shorter rounds: shows that everything works, gives no figures to quote. */
  readonly quick: boolean;
  /** Fires when the part has to come to its end at once. */
  readonly signal: AbortSignal;
  /** One line of progress. */
  say(line: string): void;
}

export interface Part {
  readonly title: string;
  /** The part is ended when it takes longer. */
  readonly longestMs: number;
  run(bench: Bench): Promise<readonly Row[]>;
}

/** Runs rounds one after the other; stops early, after a whole round, when the time is used up. */
export async function inRounds<T>(
  plan: { readonly rounds: number; readonly budgetMs: number; readonly signal: AbortSignal },
  round: (index: number) => Promise<T>,
): Promise<readonly T[]> {
  const startedMs = performance.now();
  const results: T[] = [];
  for (let index = 0; index < plan.rounds; index += 1) {
    plan.signal.throwIfAborted();
    results.push(await round(index));
    if (performance.now() - startedMs > plan.budgetMs) break;
  }
  return results;
}
