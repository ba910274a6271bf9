import { refuse } from '#domain/result.ts';
import type { Answer } from '../outcome.ts';

const ROUNDS_MAX = 3;

/**
 * Reads, decides and writes anew as long as another backend was quicker: `work` answers `stale`
 * when what it had read was changed before it wrote.
 */
export async function untilWritten<T>(
  work: () => Promise<Answer<T> | 'stale'>,
): Promise<Answer<T>> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const answer = await work();
    if (answer !== 'stale') return answer;
  }
  return refuse('CHANGED_MEANWHILE');
}
