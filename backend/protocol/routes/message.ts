import { z } from 'zod';
import { languages } from '#domain/text/language.ts';
import * as c from '../records/channel.ts';
import * as m from '../records/message.ts';
import { commandId, done, get, listOf, page, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

const about = { input: z.strictObject({ ...commandId, messageId: s.key }), answer: done };
const changed = { ...commandId, revision: z.int().min(0) };
/** Left out: as it is; null: none. */
const secret = s.secret.nullable().optional();

/** So many notices are shown in one go. */
const NOTICES_MAX = 20;

/** The outgoing box, and the channels by which it is emptied: the work of IT. */
export const messageRoutes = {
  /** The newest first. */
  'message.list': get('/v1/messages', 'user', 'message.view', {
    input: z.strictObject({
      ...page,
      state: m.messageState.optional(),
      channel: m.messageChannel.optional(),
      userId: s.key.optional(),
      /**
       * A part of the person's login or name, or a contact whole: what the list masks is not
       * guessed letter by letter (G5).
       */
      search: s.shortText.optional(),
    }),
    answer: listOf(m.messageRow),
  }),
  /**
   * One with its words, and with its recipient whole. A code in them is shown only while nothing
   * else brings it to its reader. That it was shown is told in the audit trail.
   */
  'message.get': get('/v1/messages/:messageId', 'user', 'message.view', {
    input: z.strictObject({ messageId: s.key }),
    answer: z.strictObject({ message: m.messageRow, words: m.messageWords }),
  }),
  'message.retry': post('/v1/messages/retry', 'user', 'channel.manage', about),
  'message.cancel': post('/v1/messages/cancel', 'user', 'channel.manage', about),
  /** It came back to the sender's mailbox, which nobody but a person reads (P-03). */
  'message.bounced': post('/v1/messages/bounced', 'user', 'channel.manage', about),
  /**
   * Notices for the desktop of whoever is signed in there; `shown` are those of the time before
   * that were shown. One that is not comes again.
   */
  'notice.take': {
    ...post('/v1/notices/take', 'user', null, {
      input: z.strictObject({ shown: z.array(s.key).max(NOTICES_MAX) }),
      answer: z.strictObject({ notices: z.array(m.notice).max(NOTICES_MAX) }),
    }),
    changes: false,
  },
  'channel.get': get('/v1/channels', 'user', 'channel.manage', {
    input: s.empty,
    answer: c.channelSet.extend({ asOfMs: s.atMs }),
  }),
  /** `revision` is the one that was read, 0 where nothing was set up; no settings: no more. */
  'channel.set': post('/v1/channels', 'user', 'channel.manage', {
    input: z.strictObject({
      ...changed,
      change: z.discriminatedUnion('channel', [
        z.strictObject({
          channel: z.literal('email'),
          settings: c.emailSettings.nullable(),
          secret,
        }),
        z.strictObject({ channel: z.literal('sms'), settings: c.smsSettings.nullable(), secret }),
      ]),
    }),
    answer: done,
  }),
  /** Sends a message by what is set up and waits for what the server says. */
  'channel.test': post('/v1/channels/test', 'user', 'channel.manage', {
    input: z.strictObject({
      ...commandId,
      channel: c.setUpChannel,
      language: z.enum(languages),
      to: z.union([z.email().max(254), z.string().regex(/^\+[1-9]\d{6,14}$/u)]),
    }),
    answer: c.testOutcome,
  }),
} as const satisfies Record<string, Route>;
