import { z } from 'zod';
import { FEEDBACK_TEXT_MAX } from '#domain/feedback/feedback.ts';
import * as f from '../../records/feedback.ts';
import { robotProof } from '../../records/sign-in.ts';
import { commandId, done, get, listOf, page, post, type Route } from '../../route.ts';
import * as s from '../../shapes.ts';

const named = { ...commandId, feedbackId: s.id };

/** What anybody writes to the network, also before he signs in (row N-26), and who answers. */
export const feedbackRoutes = {
  /** The command's id is the feedback's: sent again it is told its number again. */
  'feedback.send': post('/v1/feedback', 'public', null, {
    input: z.strictObject({
      ...commandId,
      ...f.feedbackWords.shape,
      programmeId: s.key.nullable(),
      language: s.language,
      workstationId: s.key.nullable(),
      writtenAtMs: s.atMs,
      robotProof: robotProof.optional(),
    }),
    answer: z.strictObject({ number: s.count }),
  }),
  'feedback.list': get('/v1/feedback', 'user', 'feedback.view', {
    input: z.strictObject({ ...page, state: f.feedbackState.optional() }),
    answer: listOf(f.feedback),
  }),
  /** One with its contact, for whoever may see personal data; the audit trail tells it. */
  'feedback.get': get('/v1/feedback/:feedbackId', 'user', 'feedback.view', {
    input: z.strictObject({ feedbackId: s.id }),
    answer: f.feedback,
  }),
  /** Notes what was answered; how it reaches the person is whoever answers' own way. */
  'feedback.answer': post('/v1/feedback/answer', 'user', 'feedback.manage', {
    input: z.strictObject({ ...named, answer: z.string().trim().min(1).max(FEEDBACK_TEXT_MAX) }),
    answer: done,
  }),
  'feedback.close': post('/v1/feedback/close', 'user', 'feedback.manage', {
    input: z.strictObject(named),
    answer: done,
  }),
} as const satisfies Record<string, Route>;
