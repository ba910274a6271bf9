import { assert, assertSafeInteger } from '../assert.ts';

const ERRORS_FREE = 3;
const FIRST_WAIT_MS = 5_000;
const WAIT_MAX_MS = 15 * 60_000;

/**
 * Until when staff must wait after sign-in errors (acceptance P-18: a growing delay instead of a
 * lock). Three errors cost nothing, the fourth 5 s, each further one twice as much, at most 15
 * minutes; success sets the count back to 0.
 * @param errors errors in a row since the last success
 * @param lastErrorAtMs instant of the last of them
 * @returns epoch ms from which the next try is heard
 */
export function signInWaitUntilMs(errors: number, lastErrorAtMs: number): number {
  assertSafeInteger(errors, 'errors');
  assertSafeInteger(lastErrorAtMs, 'lastErrorAtMs');
  assert(errors >= 0, 'errors must not be negative');
  if (errors <= ERRORS_FREE) return lastErrorAtMs;
  const waitMs = FIRST_WAIT_MS * 2 ** (errors - ERRORS_FREE - 1);
  return lastErrorAtMs + Math.min(waitMs, WAIT_MAX_MS);
}
