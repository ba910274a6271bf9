import type { FeedbackState, FeedbackWords } from '#domain/feedback/feedback.ts';
import type { Language } from '#domain/text/language.ts';

// What is kept of what people write to the network (row N-26).

export interface Feedback extends FeedbackWords {
  /** The id that its workstation made. */
  readonly feedbackId: string;
  /** 1, 2, 3… of the network. */
  readonly number: number;
  readonly programmeId: string | null;
  readonly language: Language;
  /** Null where it is not known here. */
  readonly workstationId: string | null;
  readonly writtenAtMs: number;
  readonly toldAtMs: number;
  readonly state: FeedbackState;
  readonly answer: string | null;
  readonly answeredAtMs: number | null;
  readonly answeredBy: string | null;
  readonly closedAtMs: number | null;
  readonly closedBy: string | null;
  /** Grows with every change. */
  readonly revision: number;
}

/** With the names that a list shows. */
export interface NamedFeedback extends Feedback {
  readonly workstationName: string | null;
  readonly stationName: string | null;
  readonly answeredByName: string | null;
  readonly closedByName: string | null;
}
