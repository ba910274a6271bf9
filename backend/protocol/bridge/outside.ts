import { z } from 'zod';
import { feedbackWords } from '../records/feedback.ts';
import { commandId } from '../route.ts';
import * as s from '../shapes.ts';
import { fromRoute } from './from-route.ts';

/** Something that was written at this workstation, as everybody who stands there may see it. */
export const feedbackHere = z.strictObject({
  feedbackId: s.id,
  programmeId: s.key.nullable(),
  contactMasked: z.string().max(254),
  writtenAtMs: s.atMs,
  /** Null while it waits to be sent. */
  number: s.count.nullable(),
  /** Why the network did not take it; null where it did, or was not asked yet. */
  refusedCode: z.string().max(60).nullable(),
});
export type FeedbackHere = z.infer<typeof feedbackHere>;

/** What a window asks for somebody who is not signed in, and for who is. */
export const outsideBridge = {
  /** Kept here at once, with the link or without; sent as soon as there is one (row N-26). */
  'feedback:send': {
    input: z.strictObject({
      ...commandId,
      ...feedbackWords.shape,
      programmeId: s.key.nullable(),
      language: s.language,
    }),
    answer: feedbackHere,
  },
  /** What was written here and waits, and what was taken or refused of late. */
  'feedback:here': {
    input: s.empty,
    answer: z.strictObject({ rows: z.array(feedbackHere) }),
  },
} as const;

/** What the network tells everybody; without the link as it was told last (row O-23). */
export const guestBridge = {
  'news:public': fromRoute('news.public'),
  'station:public': fromRoute('station.public'),
  /** Of whoever is signed in; without the link what everybody reads. */
  'news:mine': fromRoute('news.mine'),
} as const;
