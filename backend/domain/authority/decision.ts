import { ok, refuse, type Params, type Refusal } from '../result.ts';
import type { Change, Decision, Outcome } from './change.ts';

/** The answer to whoever asked for a change and has nothing to read in it. */
export const DONE: Outcome = ok({ kind: 'done' });

/** Makes these changes, and answers that it is done. */
export function done(changes: readonly Change[]): Decision {
  return { outcome: DONE, changes };
}

/**
 * Changes nothing and is not the answer for good: asked again under the same id it may pass.
 */
export function refusedForNow({ code, params }: Refusal): Decision {
  return { ...refused(code, params), unkept: true };
}

/** Changes nothing; `params` name what the person needs to act on it. */
export function refused(code: string, params: Params = {}): Decision {
  return { outcome: refuse(code, params), changes: [] };
}
