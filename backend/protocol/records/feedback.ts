import { z } from 'zod';
import { FEEDBACK_TEXT_MAX, feedbackStates } from '#domain/feedback/feedback.ts';
import * as s from '../shapes.ts';

/** What somebody writes. What is missing has a refusal of its own, so both may be empty here. */
export const feedbackWords = z.strictObject({
  contact: z.string().max(254),
  text: z.string().max(FEEDBACK_TEXT_MAX),
});

export const feedbackState = z.enum(feedbackStates);

/** As staff read it; the contact is masked for whoever may not see personal data. */
export const feedback = z.strictObject({
  feedbackId: s.id,
  /** By it people ask for it. */
  number: s.count,
  /** At whose door it was written; null at that of the network's own people. */
  programmeId: s.key.nullable(),
  ...feedbackWords.shape,
  language: s.language,
  workstationName: s.name.nullable(),
  stationName: s.name.nullable(),
  /** At the workstation; without the link long before it was told. */
  writtenAtMs: s.atMs,
  toldAtMs: s.atMs,
  state: feedbackState,
  answer: z.string().max(FEEDBACK_TEXT_MAX).nullable(),
  answeredAtMs: s.atMs.nullable(),
  answeredByName: s.name.nullable(),
  closedAtMs: s.atMs.nullable(),
  closedByName: s.name.nullable(),
});
export type FeedbackRecord = z.infer<typeof feedback>;
