import type { Feedback } from '../../feedback/feedback-rows.ts';

/** What may become of feedback. */
export type FeedbackChange =
  /** A number or an id that is there already makes the work stale. */
  | { readonly kind: 'feedback.add'; readonly feedback: Feedback }
  /** What came of it; `revision` is the one that was read. */
  | { readonly kind: 'feedback.put'; readonly feedback: Feedback };
