import type { FeedbackState } from '#domain/feedback/feedback.ts';
import type { Page } from '../page-ports.ts';
import type { Feedback, NamedFeedback } from './feedback-rows.ts';

/** What is read of feedback; what is written goes through `PeopleStore.commit`. */
export interface FeedbackStore {
  feedback(feedbackId: string): Promise<Feedback | null>;
  named(feedbackId: string): Promise<NamedFeedback | null>;
  /** The newest first. */
  page(question: FeedbackQuestion): Promise<Page<NamedFeedback>>;
  /** The number that the next one gets. */
  nextNumber(): Promise<number>;
}

export interface FeedbackQuestion {
  readonly cursor: string | null;
  readonly limit: number;
  /** Null for all of them. */
  readonly state: FeedbackState | null;
}
