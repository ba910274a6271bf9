import { refuse } from '#domain/result.ts';
import type { Answer } from '../outcome.ts';

/** Two backends are seldom at the same row, and hardly ever three times. */
const ROUNDS_MAX = 3;

/**
 * Reads, decides and writes anew as long as another backend was quicker: `work` answers `stale`
 * when what it had read was changed before it wrote.
 */
export async function untilWritten<T>(
  work: () => Promise<Answer<T> | 'stale'>,
  roundsMax = ROUNDS_MAX,
): Promise<Answer<T>> {
  for (let round = 0; round < roundsMax; round += 1) {
    const answer = await work();
    if (answer !== 'stale') return answer;
  }
  return refuse('CHANGED_MEANWHILE');
}
