import { ok, refuse, type Params } from '../result.ts';
import type { Change, Decision, Outcome } from './change.ts';

/** The answer to whoever asked for a change and has nothing to read in it. */
export const DONE: Outcome = ok({ kind: 'done' });

/** Makes these changes, and answers that it is done. */
export function done(changes: readonly Change[]): Decision {
  return { outcome: DONE, changes };
}

/** Changes nothing; `params` name what the person needs to act on it. */
export function refused(code: string, params: Params = {}): Decision {
  return { outcome: refuse(code, params), changes: [] };
}
