import { z } from 'zod';
import { rights } from '#domain/identity/rights.ts';
import { user } from '../records.ts';
import * as s from '../shapes.ts';
import { told } from './audit.ts';

// What those who administer the network see of people, their sessions, and what waits for two.

export const accountState = z.enum(['active', 'locked', 'closed', 'erased']);

/** A person as the list of all people shows him. */
export const listedUser = user.extend({
  /** locked: after too many errors. Whether he may sign in at all says `active`. */
  state: accountState.optional(),
  /** His next session may only set a password. */
  mustSetPassword: z.boolean().optional(),
  /** Until then errors keep one of the network's own people out; null where none do (P-18). */
  waitsUntilMs: s.atMs.nullable().optional(),
  /** At which programme's door he signs in; null for the network's own. */
  programmeId: s.key.nullable().optional(),
  /** Of the client that he acts for. */
  clientName: s.name.nullable().optional(),
  /** Of the network's own people alone. */
  email: z.string().max(254).nullable().optional(),
});
export type ListedUser = z.infer<typeof listedUser>;

/**
 * What one of the network's people first signs in by, or signs in by after a reset. The password is
 * said in the first answer alone; it is null where that one is repeated.
 */
const drawnAccess = {
  temporaryPassword: s.secret.nullable(),
  /** The last instant at which it signs in; null without end. */
  passwordExpiresAtMs: s.atMs.nullable(),
};

/** Somebody who was added. An older workstation typed the password, and is told nothing of it. */
export const newUser = user.extend(z.object(drawnAccess).partial().shape);

/** One of the network's people whose password was drawn anew. */
export const staffAccess = z.strictObject({
  userId: s.key,
  login: s.name,
  displayName: s.name,
  ...drawnAccess,
});
export type StaffAccess = z.infer<typeof staffAccess>;

/** Somebody's open session. */
export const openSession = z.strictObject({
  sessionId: s.key,
  userId: s.key,
  login: s.name,
  displayName: s.name,
  role: user.shape.role,
  workstationId: s.key.nullable(),
  /** What it and its station are called; null where they are not known. */
  workstationName: s.name.nullable().optional(),
  stationName: s.name.nullable().optional(),
  openedAtMs: s.atMs,
  expiresAtMs: s.atMs,
  /** The one that asks. */
  current: z.boolean(),
});
export type OpenSession = z.infer<typeof openSession>;

/** Something that waits until another person lets it happen. */
export const waitingApproval = z.strictObject({
  approvalId: s.id,
  /** The command that waits for it. */
  event: z.string().max(60),
  right: z.enum(rights),
  subjectKind: z.string().max(60),
  subjectId: s.key,
  /** What it is called; null where it has no name of its own. */
  subjectName: s.name.nullable(),
  /** What would change. */
  before: told,
  after: told,
  askedBy: s.key,
  askedByName: s.name,
  askedAtMs: s.atMs,
  expiresAtMs: s.atMs,
  /** Whether the one who asks for the list asked for this too: he may only take it back. */
  own: z.boolean(),
  /** given: whoever asked may do it now. */
  state: z.enum(['waiting', 'given']),
});
export type WaitingApproval = z.infer<typeof waitingApproval>;
