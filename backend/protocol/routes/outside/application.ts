import { z } from 'zod';
import * as a from '../../records/application.ts';
import { programmeId } from '../../records/programme.ts';
import { robotProof } from '../../records/sign-in.ts';
import { commandId, done, get, listOf, page, post, type Route } from '../../route.ts';
import * as s from '../../shapes.ts';

const filing = { ...commandId, programmeId, form: a.applicationForm, language: s.language };
const named = { ...commandId, applicationId: s.id };

/** By its number people ask for an application. */
const filed = z.strictObject({
  applicationId: s.id,
  number: s.count,
  /** Told where it goes to the head alone (row V-09). */
  note: z.literal('CURATOR_NOT_ASSIGNED').nullable(),
});

/** Applications for access, filed before their person can sign in (rows V-09, V-10). */
export const applicationRoutes = {
  'application.file': post('/v1/applications', 'public', null, {
    input: z.strictObject({ ...filing, robotProof: robotProof.optional() }),
    answer: filed,
  }),
  /** The same from paper. */
  'application.enter': post('/v1/applications/paper', 'user', 'application.manage', {
    input: z.strictObject(filing),
    answer: filed,
  }),
  'application.list': get('/v1/applications', 'user', 'application.manage', {
    input: z.strictObject({
      ...page,
      state: a.applicationState.optional(),
      search: s.shortText.optional(),
    }),
    answer: listOf(a.application),
  }),
  /** Opens it: the first time of each recipient is noted, and nothing follows before both. */
  'application.see': post('/v1/applications/see', 'user', 'application.manage', {
    input: z.strictObject(named),
    answer: a.application,
  }),
  'application.process': post('/v1/applications/process', 'user', 'application.manage', {
    input: z.strictObject({ ...named, contractId: s.key }),
    answer: z.strictObject({
      userId: s.key,
      /** Generated, and never changed (row V-11). */
      login: s.name,
      /** For the first sign-in alone. Shown once: null when the answer is repeated. */
      accessCode: s.secret.nullable(),
    }),
  }),
  'application.reject': post('/v1/applications/reject', 'user', 'application.manage', {
    input: z.strictObject({ ...named, reason: s.shortText.min(1) }),
    answer: done,
  }),
} as const satisfies Record<string, Route>;
