import { assert, assertSafeInteger } from '../assert.ts';

const ERRORS_FREE = 3;
const FIRST_WAIT_MS = 5_000;
const WAIT_MAX_MS = 15 * 60_000;

/** Errors in a row under one login at one door, whether anybody has that login or not. */
export interface SignInErrors {
  readonly errorCount: number;
  /** Instant of the last of them. */
  readonly lastErrorAtMs: number;
}

export const NO_ERRORS: SignInErrors = { errorCount: 0, lastErrorAtMs: 0 };

/**
 * Until when one must wait after sign-in errors where nothing locks (acceptance P-18: a growing
 * delay instead of a lock). Three errors cost nothing, the fourth 5 s, each further one twice as
 * much, at most 15 minutes; success sets the count back to 0.
 * @returns epoch ms from which the next try is heard
 */
export function signInWaitUntilMs({ errorCount, lastErrorAtMs }: SignInErrors): number {
  assertSafeInteger(errorCount, 'errorCount');
  assertSafeInteger(lastErrorAtMs, 'lastErrorAtMs');
  assert(errorCount >= 0, 'errors must not be negative');
  if (errorCount <= ERRORS_FREE) return lastErrorAtMs;
  const waitMs = FIRST_WAIT_MS * 2 ** (errorCount - ERRORS_FREE - 1);
  return lastErrorAtMs + Math.min(waitMs, WAIT_MAX_MS);
}

/**
 * Errors as they count now. One that is further ahead than any wait lasts was counted under a clock
 * that has been set back since: it still counts, but nobody waits until that clock comes again.
 */
export function errorsAsOf(errors: SignInErrors, nowMs: number): SignInErrors {
  const ahead = errors.lastErrorAtMs > nowMs + WAIT_MAX_MS;
  return ahead ? { ...errors, lastErrorAtMs: 0 } : errors;
}

/** What a door does about errors: locks at one of them, or makes everybody wait. */
export interface DoorRule {
  /** The error that locks the account (acceptance P-18: the 4th); null where errors delay. */
  readonly lockAtError: number | null;
}

/** How the network's own people are let in: a stranger must not be able to stop a desk (P-18). */
export const staffDoor: DoorRule = { lockAtError: null };

/**
 * From when on a try is heard at a door: a door that locks never lets anybody wait.
 * @returns epoch ms
 */
export function heardFromMs({ lockAtError }: DoorRule, errors: SignInErrors): number {
  return lockAtError === null ? signInWaitUntilMs(errors) : 0;
}

/**
 * Errors after some more, as they happened here or were told by a desk that was offline (P-18).
 * @param more how many, and when the last of them was
 */
export function withErrors(errors: SignInErrors, more: SignInErrors): SignInErrors {
  return {
    errorCount: errors.errorCount + more.errorCount,
    lastErrorAtMs: Math.max(errors.lastErrorAtMs, more.lastErrorAtMs),
  };
}

/** Whether so many errors lock an account at this door: at the Nth, and at every one after it. */
export function isLocking({ lockAtError }: DoorRule, { errorCount }: SignInErrors): boolean {
  return lockAtError !== null && errorCount >= lockAtError;
}
