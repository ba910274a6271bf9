import { z } from 'zod';
import { noticePlaces } from '#domain/message/notice-place.ts';
import { ALLOWED_FROM, messageStates, type MessageAct } from '#domain/message/outgoing.ts';
import { messageChannels } from '#domain/message/templates.ts';
import { languages } from '#domain/text/language.ts';
import * as s from '../shapes.ts';

export const messageState = z.enum(messageStates);
export const messageChannel = z.enum(messageChannels);

/** The names of the acts, as the table of the domain has them. */
const acts = Object.keys(ALLOWED_FROM) as [MessageAct, ...MessageAct[]];

/** One row of the outgoing box, without its words. */
export const messageRow = z.strictObject({
  messageId: s.key,
  channel: messageChannel,
  /** Address or phone; a user's id for the desktop; empty where it goes nowhere. */
  recipient: z.string().max(320),
  template: z.string().max(80),
  language: z.enum(languages),
  programmeId: s.key.nullable(),
  userId: s.key.nullable(),
  /** Of the account that it is about; null where there is none. */
  personName: s.name.nullable().optional(),
  state: messageState,
  tries: s.count,
  createdAtMs: s.atMs,
  /** Of one that is queued. */
  nextTryAtMs: s.atMs.nullable(),
  expiresAtMs: s.atMs,
  sentAtMs: s.atMs.nullable(),
  settledAtMs: s.atMs.nullable(),
  /** Why the latest try failed: a code whose words are those of refusals. */
  error: z.string().max(60).nullable(),
  /** What may be done about it now. */
  acts: z.array(z.enum(acts)),
});
export type MessageRecord = z.infer<typeof messageRow>;

/** A notice as the desktop of its reader shows it. */
export const notice = z.strictObject({
  messageId: s.key,
  title: z.string().max(1000),
  text: z.string().max(2000),
  /** Where a click on it leads; an older backend says nothing. */
  place: z.enum(noticePlaces).nullable().optional(),
});
export type NoticeRecord = z.infer<typeof notice>;

/** The words of a message as its reader gets them. */
export const messageWords = z.strictObject({
  subject: z.string().max(1000),
  text: z.string().max(20_000),
  /** How many short messages it is; 1 of any other channel. */
  parts: z.int().min(1),
  /** False where a code was left out: it is gone, or the channel sends by itself. */
  whole: z.boolean(),
});
