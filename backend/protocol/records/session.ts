import { z } from 'zod';
import { user } from '../records.ts';
import * as s from '../shapes.ts';

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
