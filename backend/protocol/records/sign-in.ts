import { z } from 'zod';
import { user } from '../records.ts';
import * as s from '../shapes.ts';

// A robot check: proof of work in ALTCHA's form, made and checked by the backend itself.

const hex = z.string().regex(/^(?:[0-9a-f]{2}){1,64}$/u);

/** What a machine has to solve: a counter whose derived key begins with `keyPrefix`. */
export const robotChallenge = z.strictObject({
  parameters: z.strictObject({
    algorithm: z.literal('PBKDF2/SHA-256'),
    /** Rounds of each try. */
    cost: z.int().min(1).max(10_000),
    data: z.strictObject({ expiresAtMs: s.atMs }),
    keyLength: z.int().min(1).max(64),
    keyPrefix: hex,
    keySignature: s.hex64,
    nonce: hex,
    salt: hex,
  }),
  /** HMAC-SHA-256 of the parameters: nobody makes himself an easier one. */
  signature: s.hex64,
});
export type RobotChallenge = z.infer<typeof robotChallenge>;

/** The challenge as it was given, with what solves it; works once. */
export const robotProof = z.strictObject({
  challenge: robotChallenge,
  solution: z.strictObject({
    counter: z.int().min(0).max(0xffff_ffff),
    derivedKey: hex,
  }),
});
export type RobotProof = z.infer<typeof robotProof>;

/** A session that was opened just now, for its person alone. */
export const openedSession = z.strictObject({
  sessionId: s.key,
  token: s.secret,
  expiresAtMs: s.atMs,
  user,
  /**
   * The last day and hour on which this person may unlock offline without signing in again (row
   * N-03).
   */
  offlineUntilMs: s.atMs,
  /** What alone it is good for (rows N-11, V-14); left out of one that is good for everything. */
  purpose: z.enum(['set-password', 'accept-terms']).optional(),
});
