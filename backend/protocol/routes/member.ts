import { z } from 'zod';
import { programmeId } from '../records/programme.ts';
import * as m from '../records/member.ts';
import { openedSession } from '../records/sign-in.ts';
import * as r from '../records.ts';
import { commandId, done, get, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

const named = { registrationId: s.id };

/** How somebody becomes a member of a programme, and by which cards he takes part. */
export const memberRoutes = {
  /** Sends a code; only `registration.confirm` makes an account (row R-11). */
  'registration.start': post('/v1/registrations', 'public', null, {
    input: m.registrationFromOutside.extend(commandId),
    answer: m.startedRegistration,
  }),
  /** The same at a desk: who signed in there stands for the robot check (row R-09). */
  'registration.start-at-desk': post('/v1/registrations/desk', 'desk', 'member.register', {
    input: m.registrationForm.extend(commandId),
    answer: m.startedRegistration,
  }),
  'registration.resend': post('/v1/registrations/code', 'public', null, {
    input: z.strictObject(named),
    answer: m.startedRegistration,
  }),
  'registration.confirm': post('/v1/registrations/confirm', 'public', null, {
    input: z.strictObject({ ...named, code: z.string().regex(/^\d{4,10}$/u) }),
    answer: z.strictObject({
      user: r.user,
      card: m.memberCard,
      /** Null where the registration was begun at a desk: the desk is not the member's. */
      session: z
        .strictObject({
          sessionId: s.key,
          token: s.secret,
          expiresAtMs: s.atMs,
          /** What it is good for alone; left out, for everything (row V-14). */
          purpose: openedSession.shape.purpose,
        })
        .nullable(),
    }),
  }),
  'member.get': get('/v1/member', 'user', null, {
    /** Whose; left out, one's own. */
    input: z.strictObject({ userId: s.key.optional() }),
    answer: m.member.extend({ asOfMs: s.atMs.optional() }),
  }),
  /** Whoever stands at a desk is known by his phone (row R-17). */
  'member.find': post('/v1/members/find', 'user', 'member.register', {
    input: m.memberQuestion,
    answer: m.member,
  }),
  /** A plastic card beside the virtual one, or the other way round (row R-17). */
  'member.add-card': post('/v1/member/cards', 'user', null, {
    input: z.strictObject({ ...commandId, card: m.cardWay, userId: s.key.optional() }),
    answer: m.memberCard,
  }),
  /** Which cards are sold as one: a main one and the additional ones (row R-03). */
  'kit.add': post('/v1/card-kits', 'user', 'card.change', {
    input: z.strictObject({
      ...commandId,
      programmeId,
      mainCardId: s.key,
      additionalCardIds: z.array(s.key).max(9),
    }),
    answer: done,
  }),
  /** Whom and what the network names for a programme: members' contract, who reads applications. */
  'assignment.get': get('/v1/programmes/assignment', 'user', 'programme.manage', {
    input: z.strictObject({ programmeId }),
    answer: m.namedAssignment,
  }),
  'assignment.put': post('/v1/programmes/assignment', 'user', 'programme.manage', {
    input: m.programmeAssignment.extend(commandId),
    answer: done,
  }),
} as const satisfies Record<string, Route>;
