import { refuse, type Result } from '#domain/result.ts';
import { notTakenUp, unanswered } from '../sync/link.ts';

/** `unanswered`: nobody knows what the backend did; the reversal of this id is in the journal. */
export type Asked<Row> =
  { readonly kind: 'unanswered' } | { readonly kind: 'answered'; readonly result: Result<Row> };

/** How a question of one kind ends in the journal. */
export interface Ends<Answer, Row> {
  /** Whether the answer is one to this very question. */
  isIts(answer: Answer): boolean;
  /** It was granted. */
  held(answer: Answer): Result<Row>;
  /** It was refused: nothing is held anywhere. */
  refused(code: string): void;
  /** Nobody saw its answer, or it was not taken up; false where the disk has no room for it. */
  takenBack(): boolean;
}

/**
 * What becomes of a question that was in the journal before it was sent: whatever happens to the
 * answer, a hold, a refusal or a reversal follows (architecture §6).
 */
export function endAsked<Answer, Row>(answer: Result<Answer>, ends: Ends<Answer, Row>): Asked<Row> {
  if (answer.ok && ends.isIts(answer.value)) {
    return { kind: 'answered', result: ends.held(answer.value) };
  }
  if (answer.ok || unanswered(answer.code)) {
    const isTold = ends.takenBack();
    return isTold ? { kind: 'unanswered' } : { kind: 'answered', result: refuse('DISK_FULL') };
  }
  if (notTakenUp(answer.code)) ends.takenBack();
  else ends.refused(answer.code);
  return { kind: 'answered', result: answer };
}
