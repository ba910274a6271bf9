import { z } from 'zod';
import { identityChecks } from '#domain/password-recovery/recovery-case.ts';
import { claims, recoveryCase } from '../records/access.ts';
import * as r from '../records.ts';
import { commandId, done, get, listOf, page, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

/** At which programme's door, and what was typed there: login, address, phone or tax id. */
const asked = z.strictObject({ programmeId: s.key, key: s.name });

/** A forgotten password and what staff decide about one (acceptance N-09…N-12, O-06…O-10). */
export const accessRoutes = {
  /** The answer is the same whoever is meant, and whether there is anybody (G7). */
  'password.recover': post('/v1/passwords/recover', 'public', null, {
    input: asked,
    answer: done,
  }),
  'password.prove': post('/v1/passwords/prove', 'public', null, {
    input: z.strictObject({
      proof: z.discriminatedUnion('by', [
        z.strictObject({ by: z.literal('code'), ...asked.shape, code: s.secret }),
        z.strictObject({ by: z.literal('link'), token: s.secret, claims: claims.optional() }),
      ]),
      workstationId: s.key.nullable(),
    }),
    answer: z.discriminatedUnion('next', [
      /** A session that may only set a password (row N-11). */
      z.strictObject({
        next: z.literal('set-password'),
        sessionId: s.key,
        token: s.secret,
        expiresAtMs: s.atMs,
        user: r.user,
      }),
      /** Staff compare what was said with what is stored (row O-09). */
      z.strictObject({ next: z.literal('wait') }),
    ]),
  }),
  'recovery-case.list': get('/v1/recovery-cases', 'user', 'account.recover', {
    input: z.strictObject({
      cursor: page.cursor,
      limit: page.limit,
      state: z.enum(['waiting', 'confirmed', 'rejected']).optional(),
    }),
    answer: listOf(recoveryCase),
  }),
  'recovery-case.decide': post('/v1/recovery-cases/decide', 'user', 'account.recover', {
    input: z.strictObject({
      ...commandId,
      caseId: s.key,
      confirmed: z.boolean(),
      /** Needed to reject; told to the person. */
      reason: s.shortText.optional(),
      /** The account that staff found, where several may be meant. */
      userId: s.key.optional(),
    }),
    answer: done,
  }),
  /** Somebody came himself: his mailbox is lost (N-12), or recovery is in person (V-17). */
  'recovery-case.open': post('/v1/recovery-cases', 'user', 'account.recover', {
    input: z.strictObject({
      ...commandId,
      kind: z.enum(['lost-mailbox', 'in-person']),
      programmeId: s.key,
      login: s.name,
      checks: z.array(z.enum(identityChecks)).max(identityChecks.length),
      /** Of a lost mailbox: where the link goes once a second person has agreed. */
      newEmail: s.shortText.optional(),
      overrideReason: s.shortText.optional(),
    }),
    answer: z.strictObject({
      caseId: s.key,
      state: z.enum(['waiting', 'confirmed', 'rejected']),
      login: s.name,
      /** In person: the new access code, which has to be changed at the first sign-in. */
      password: s.secret.nullable(),
    }),
  }),
} as const satisfies Record<string, Route>;
