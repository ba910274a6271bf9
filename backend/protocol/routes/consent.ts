import { z } from 'zod';
import { documentKind, programmeId } from '../records/programme.ts';
import * as t from '../records/terms.ts';
import { commandId, done, get, listOf, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

/** What a person accepted, takes back, and wants forgotten. */
export const consentRoutes = {
  /** The person's own: the documents of his programme and all that he ever accepted. */
  'consent.list': get('/v1/consents', 'user', null, {
    input: s.empty,
    answer: z.strictObject({
      documents: z.array(
        t.programmeDocument.extend({
          /** Whether the version in force is accepted. */
          accepted: z.boolean(),
          withdrawable: z.boolean(),
        }),
      ),
      /** The newest first. */
      consents: z.array(t.consent),
      /** When the person asked to be forgotten; null where he has not. */
      erasureAskedAtMs: s.atMs.nullable(),
      /** The last request where it was declined; null or left out otherwise. */
      erasureDeclined: z.strictObject({ atMs: s.atMs, reason: s.shortText }).nullable().optional(),
      asOfMs: s.atMs,
    }),
  }),
  'consent.accept': post('/v1/consents', 'user', null, {
    input: z.strictObject({ ...commandId, accepted: z.array(t.acceptedTerms).min(1).max(4) }),
    answer: done,
  }),
  'consent.withdraw': post('/v1/consents/withdraw', 'user', null, {
    input: z.strictObject({ ...commandId, kind: documentKind }),
    answer: done,
  }),
  /** What was accepted at a workstation without the link; the command's id is the record's. */
  'consent.told': post('/v1/consents/told', 'workstation', null, {
    input: z.strictObject({
      ...commandId,
      ...t.acceptedTerms.shape,
      userId: s.key,
      programmeId,
      acceptedAtMs: s.atMs,
    }),
    answer: done,
  }),
  'account.erase-request': post('/v1/account/erasure', 'user', null, {
    input: z.strictObject({ ...commandId }),
    answer: done,
  }),
  /** Before it is done or declined; 404 where nothing is asked for. */
  'account.erase-take-back': post('/v1/account/erasure/take-back', 'user', null, {
    input: z.strictObject({ ...commandId }),
    answer: done,
  }),
  /** With the reason in the words of the staff, which the person is told. */
  'account.erase-decline': post('/v1/accounts/erasures/decline', 'user', 'account.recover', {
    input: z.strictObject({ ...commandId, userId: s.key, reason: s.shortText.min(1) }),
    answer: done,
  }),
  'account.erasures': get('/v1/accounts/erasures', 'user', 'account.recover', {
    input: s.empty,
    answer: listOf(
      z.strictObject({
        userId: s.key,
        displayName: s.name,
        /** The names of his programme. */
        programme: s.translated.nullable(),
        askedAtMs: s.atMs,
      }),
    ),
  }),
  /** At the person's request, made here or on paper. */
  'account.erase': post('/v1/accounts/erase', 'user', 'account.recover', {
    input: z.strictObject({ ...commandId, userId: s.key, reason: s.shortText.min(1) }),
    answer: done,
  }),
} as const satisfies Record<string, Route>;
