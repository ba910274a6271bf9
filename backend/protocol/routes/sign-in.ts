import { z } from 'zod';
import { preferences, preferencesChange } from '../records/preferences.ts';
import { robotChallenge, openedSession } from '../records/sign-in.ts';
import { commandId, done, get, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

/** So many may be asked about in one request. */
export const KEPT_PEOPLE_MAX = 200;

/** Where it was is null where it is not known; `last` where nobody has signed in yet. */
const lastSignIn = z.strictObject({
  last: z
    .strictObject({
      atMs: s.atMs,
      workstationName: s.name.nullable(),
      stationName: s.name.nullable(),
    })
    .nullable(),
  errorCount: s.count,
  asOfMs: s.atMs,
});

/** Somebody whom a workstation lets unlock without the link, with the mark that it was told. */
const keptPerson = z.strictObject({ userId: s.key, accessMark: s.hex64 });

/** How people get in and stay in, beside `session.open`. */
export const signInRoutes = {
  /** Something to solve where a robot check is asked for; good for one try within minutes. */
  'robot.challenge': get('/v1/robot-challenge', 'public', null, {
    input: s.empty,
    answer: robotChallenge,
  }),
  /**
   * A password of one's own. Every session of the person ends, and the answer is a new one: asking
   * again has no second effect, for the session that asked is over.
   */
  'password.set': post('/v1/password', 'user', null, {
    input: z.strictObject({
      /** Needed of an ordinary session; not of one that was opened to set a password. */
      currentPassword: s.secret.optional(),
      password: s.secret,
      repeat: s.secret,
      language: s.language.optional(),
    }),
    answer: openedSession,
  }),
  /** Another session in the place of this one, as good as it may be by now. */
  'session.renew': post('/v1/sessions/renew', 'user', null, {
    input: z.strictObject({ language: s.language.optional() }),
    answer: openedSession,
  }),
  /** Errors that a workstation counted without the link, to be added to the count here. */
  'sign-in.errors': post('/v1/sign-in-errors', 'workstation', null, {
    input: z.strictObject({
      ...commandId,
      programmeId: s.key.nullable(),
      login: s.name,
      errorCount: z.int().min(1).max(100_000),
      lastErrorAtMs: s.atMs,
    }),
    answer: done,
  }),
  /**
   * Stands for what lets one in: another one once one's password or rights are (row N-07). A route
   * of its own, because workstations of before take no more than they know with a session.
   */
  'access.mark': get('/v1/access/mark', 'user', null, {
    input: s.empty,
    answer: z.strictObject({ accessMark: s.hex64 }),
  }),
  /**
   * Of those who unlock at a workstation without the link: whose access is still what it was, and
   * for how long after a sign-in one may unlock by now (rows N-03, N-07). Nothing of the others.
   */
  'access.kept': {
    ...post('/v1/access/kept', 'workstation', null, {
      input: z.strictObject({ people: z.array(keptPerson).min(1).max(KEPT_PEOPLE_MAX) }),
      answer: z.strictObject({ people: z.array(keptPerson.extend({ offlineUnlockMs: s.count })) }),
    }),
    changes: false,
  },
  /** One's own sign-in before the one that holds, and the errors since then. */
  'sign-in.last': get('/v1/sign-in/last', 'user', null, { input: s.empty, answer: lastSignIn }),
  /** The latest sign-in of somebody, and the errors since then. */
  'user.last-sign-in': get('/v1/users/last-sign-in', 'user', 'user.manage', {
    input: z.strictObject({ userId: s.key }),
    answer: lastSignIn,
  }),
  /** Takes a lock and a wait away from whoever stands at the desk (row P-18). */
  'user.unlock': post('/v1/users/unlock', 'user', 'user.unlock', {
    input: z.strictObject({
      ...commandId,
      /** Null: one of the network's own people. */
      programmeId: s.key.nullable(),
      login: s.name,
      reason: s.shortText.min(1),
    }),
    answer: done,
  }),
  'preferences.get': get('/v1/preferences', 'user', null, { input: s.empty, answer: preferences }),
  'preferences.set': post('/v1/preferences', 'user', null, {
    input: preferencesChange,
    answer: preferences,
  }),
} as const satisfies Record<string, Route>;
