import type { KeptAnswer } from '../../ports.ts';

/** The first answer to a command, kept with what it did; stale when one was kept before. */
export interface AnswerChange {
  readonly kind: 'answer.keep';
  readonly commandId: string;
  readonly first: KeptAnswer;
}
