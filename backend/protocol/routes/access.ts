import { z } from 'zod';
import { identityChecks } from '#domain/password-recovery/recovery-case.ts';
import { claims, recoveryCase } from '../records/people/access.ts';
import * as r from '../records.ts';
import { commandId, done, get, listOf, page, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

/** At which programme's door, and what was typed there: login, address, phone or tax id. */
const asked = z.strictObject({ programmeId: s.key, key: s.name });

/** Who still has to agree to a change of contact; nobody once it is done. */
const confirmed = z.strictObject({ awaits: z.array(z.enum(['old', 'new'])) });

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
  /** Sends again whatever somebody waits for; as neutral as `password.recover` (row P-12). */
  'instructions.resend': post('/v1/instructions/resend', 'public', null, {
    input: asked,
    answer: done,
  }),
  /** A new phone or address, which has to be proved before it is taken (rows N-21, R-20). */
  'contact.change': post('/v1/contacts/change', 'user', null, {
    input: z.strictObject({
      ...commandId,
      kind: z.enum(['email', 'phone']),
      value: s.name,
      /** The password in force; not asked for an address in the place of one that agrees, too. */
      currentPassword: s.secret.optional(),
    }),
    answer: done,
  }),
  'contact.confirm-code': post('/v1/contacts/confirm-code', 'user', null, {
    input: z.strictObject({ code: s.secret }),
    answer: confirmed,
  }),
  'contact.confirm-link': post('/v1/contacts/confirm-link', 'public', null, {
    input: z.strictObject({ token: s.secret }),
    answer: confirmed,
  }),
  /** What was asked for last and is not proved yet; its codes and links are dead. */
  'contact.cancel': post('/v1/contacts/cancel', 'user', null, {
    input: z.strictObject({ ...commandId, kind: z.enum(['email', 'phone']) }),
    answer: done,
  }),
  'personal-data.get': get('/v1/personal-data', 'user', null, {
    input: s.empty,
    answer: z.strictObject({
      login: s.name,
      displayName: s.name,
      email: z.string().max(254).nullable(),
      phone: z.string().max(20).nullable(),
      postalAddress: s.shortText.nullable(),
      taxId: z.string().max(20).nullable(),
      /** Those that are asked for and not proved yet (row N-21). */
      changes: z.array(
        z.strictObject({
          kind: z.enum(['email', 'phone']),
          /** The new one. */
          value: z.string().max(254),
          ...confirmed.shape,
          expiresAtMs: s.atMs,
        }),
      ),
      asOfMs: s.atMs.optional(),
    }),
  }),
  'personal-data.put': post('/v1/personal-data', 'user', null, {
    input: z.strictObject({
      ...commandId,
      displayName: s.name.optional(),
      /** Empty takes it away. */
      postalAddress: s.shortText.optional(),
      // Known, so that they are refused by their name (N-21, V-11).
      login: s.shortText.optional(),
      email: s.shortText.optional(),
      phone: s.shortText.optional(),
      taxId: s.shortText.optional(),
      legalName: s.shortText.optional(),
      contractNumber: s.shortText.optional(),
    }),
    answer: done,
  }),
  'recovery-case.list': get('/v1/recovery-cases', 'user', 'account.recover', {
    input: z.strictObject({
      cursor: page.cursor,
      limit: page.limit,
      state: z.enum(['waiting', 'confirmed', 'rejected']).optional(),
    }),
    answer: listOf(recoveryCase),
  }),
  /** One with its contacts whole; the audit trail tells that it was shown (rule G5). */
  'recovery-case.get': get('/v1/recovery-cases/:caseId', 'user', 'account.recover', {
    input: z.strictObject({ caseId: s.key }),
    answer: recoveryCase,
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
