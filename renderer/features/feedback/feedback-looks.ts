import type { FeedbackState } from '#domain/feedback/feedback.ts';
import type { Tone } from '#ui/status/tone.ts';

/** How a state looks; its words say the same. */
export const feedbackTones: Readonly<Record<FeedbackState, Tone>> = {
  new: 'warn',
  answered: 'ok',
  closed: 'neutral',
};
