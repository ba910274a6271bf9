import { z } from 'zod';
import { invitation } from '../records/client/invitation.ts';
import { programmeId } from '../records/programme.ts';
import { commandId, done, get, listOf, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

/** What a letter carries: pasted into the sign-in page, as no page of the web takes it. */
const token = s.secret;

/** Invitations by letter (acceptance P-02…P-07), from both ends. */
export const invitationRoutes = {
  /** To the address that the contract gives, and to no other. */
  'invitation.send': post('/v1/invitations', 'user', 'account.manage', {
    input: z.strictObject({ ...commandId, contractId: s.key, language: s.language.optional() }),
    answer: invitation,
  }),
  'invitation.list': get('/v1/invitations', 'user', 'account.manage', {
    input: z.strictObject({ clientId: s.key }),
    answer: listOf(invitation),
  }),
  /** Another letter with another code; the one before is dead, and the term begins anew. */
  'invitation.resend': post('/v1/invitations/resend', 'user', 'account.manage', {
    input: z.strictObject({ ...commandId, invitationId: s.key }),
    answer: invitation,
  }),
  /** The same letter works for another term. */
  'invitation.prolong': post('/v1/invitations/prolong', 'user', 'account.manage', {
    input: z.strictObject({ ...commandId, invitationId: s.key }),
    answer: invitation,
  }),
  'invitation.revoke': post('/v1/invitations/revoke', 'user', 'account.manage', {
    input: z.strictObject({ ...commandId, invitationId: s.key }),
    answer: done,
  }),
  /** What whoever was invited sees before he decides. */
  'invitation.read': {
    ...post('/v1/invitations/read', 'public', null, {
      input: z.strictObject({ token }),
      answer: z.strictObject({
        programmeId,
        clientName: s.name,
        displayName: s.name,
        expiresAtMs: s.atMs,
        /** Characters of the shortest password that passes. */
        passwordMinLength: z.int().min(1),
      }),
    }),
    changes: false,
  },
  /** Makes the account; before that there is none. */
  'invitation.accept': post('/v1/invitations/accept', 'public', null, {
    input: z.strictObject({
      ...commandId,
      token,
      password: s.secret,
      repeat: s.secret,
      /** In which he reads; left out, that of the letter. */
      language: s.language.optional(),
    }),
    answer: z.strictObject({ programmeId, login: s.name }),
  }),
} as const satisfies Record<string, Route>;
