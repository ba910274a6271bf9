import { z } from 'zod';
import { programmeDoor } from '../records/programme-door.ts';
import { programmeId, programmeProfile } from '../records/programme.ts';
import * as t from '../records/terms.ts';
import { BATCH_BODY_MAX_BYTES, commandId, done, get, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

const revision = z.int().min(0);

/** Programmes, their documents, and what people accepted of them. */
export const programmeRoutes = {
  /** What a sign-in page needs of every programme in use (O-23, N-28, V-18). */
  'programme.public': get('/v1/programmes/public', 'public', null, {
    input: s.empty,
    answer: z.strictObject({ programmes: z.array(programmeDoor), asOfMs: s.atMs }),
  }),
  'programme.list': get('/v1/programmes', 'user', 'programme.manage', {
    input: s.empty,
    answer: z.strictObject({
      rows: z.array(
        z.strictObject({
          profile: programmeProfile,
          active: z.boolean(),
          revision,
          changedAtMs: s.atMs,
          /** Every version of every document, also those that are not in force yet. */
          versions: z.array(t.termsHead),
        }),
      ),
      asOfMs: s.atMs,
    }),
  }),
  /** Those that come with the product; a network has one of them after `programme.put`. */
  'programme.shipped': get('/v1/programmes/shipped', 'user', 'programme.manage', {
    input: s.empty,
    answer: z.strictObject({ profiles: z.array(programmeProfile) }),
  }),
  'programme.put': post('/v1/programmes', 'user', 'programme.manage', {
    input: z.strictObject({
      ...commandId,
      profile: programmeProfile,
      active: z.boolean(),
      /** Of the programme as it was read; null for a new one. */
      revision: revision.nullable(),
    }),
    answer: done,
  }),
  'terms.publish': {
    ...post('/v1/terms', 'user', 'programme.manage', {
      input: z.strictObject({
        ...commandId,
        ...t.termsName.shape,
        /** From when it is in force; null at once. */
        fromMs: s.atMs.nullable(),
        texts: z.partialRecord(s.language, t.termsText),
      }),
      answer: t.termsHead,
    }),
    bodyMaxBytes: BATCH_BODY_MAX_BYTES,
  },
  /** The text in force, or of the version that is named, readable by anybody (V-15, R-36). */
  'terms.read': get('/v1/terms', 'public', null, {
    input: z.strictObject({
      ...t.termsName.shape,
      version: z.coerce.number().int().min(1).optional(),
      /** Where the version has no such text, that of the programme's first language comes. */
      language: s.language,
    }),
    answer: z.strictObject({
      programmeId,
      head: t.termsHead,
      language: s.language,
      ...t.termsText.shape,
    }),
  }),
  /** A version whole, in every language, whether it is in force, was, or will be. */
  'terms.texts': get('/v1/terms/texts', 'user', 'programme.manage', {
    input: t.termsName.extend({ version: z.coerce.number().int().min(1) }),
    answer: z.strictObject({
      head: t.termsHead,
      texts: z.partialRecord(s.language, t.termsText),
      asOfMs: s.atMs,
    }),
  }),
  /** The version in force and those before it, the newest first. */
  'terms.versions': get('/v1/terms/versions', 'public', null, {
    input: t.termsName,
    answer: z.strictObject({ versions: z.array(t.termsHead), asOfMs: s.atMs }),
  }),
} as const satisfies Record<string, Route>;
