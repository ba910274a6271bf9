import { z } from 'zod';
import * as r from '../records.ts';
import { openedSession } from '../records/sign-in.ts';
import { refusedTerms } from '../records/terms.ts';
import * as s from '../shapes.ts';

/** Who works at a window, as the engine vouches for him. */
export const sessionState = z.strictObject({
  user: r.user.nullable(),
  rights: z.array(z.string().max(60)),
  /** local: unlocked with the cached verifier, with the rights held then (row N-03). */
  mode: z.enum(['none', 'online', 'local']),
  expiresAtMs: s.atMs.nullable(),
  /** At whose door he signed in; left out: that of the network's own people. */
  programmeId: s.key.optional(),
  /** What alone the session is good for; left out of one that is good for everything. */
  purpose: openedSession.shape.purpose,
  /** The screen waits for the person's own PIN (row R-29). */
  locked: z.boolean().optional(),
  /** What he has not read yet; left out where there is nothing. */
  refusedTerms: z.array(refusedTerms).optional(),
});
export type SessionState = z.infer<typeof sessionState>;
