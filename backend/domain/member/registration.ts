import { mayAsk, type SentSecret } from '../identity/one-time-code.ts';
import type { DocumentKind, DocumentRule, OneTimeCode } from '../identity/programme.ts';
import { refuse, ok, type Result } from '../result.ts';

// A registration is pending until its code is entered (row R-11); until then there is no account.

/**
 * Whether everything required is ticked; one tick never stands for two documents.
 * @param ticked kinds of the documents whose own tick is set
 * @returns `RULES_NOT_ACCEPTED` for rules, `CONSENT_REQUIRED` {kind} for any other document
 */
export function checkTicks(
  asked: readonly Pick<DocumentRule, 'kind' | 'required'>[],
  ticked: ReadonlySet<DocumentKind>,
): Result<null, 'RULES_NOT_ACCEPTED' | 'CONSENT_REQUIRED'> {
  const missing = asked.find(({ kind, required }) => required && !ticked.has(kind));
  if (missing === undefined) return ok(null);
  if (missing.kind === 'rules') return refuse('RULES_NOT_ACCEPTED');
  return refuse('CONSENT_REQUIRED', { kind: missing.kind });
}

/**
 * Whether an unfinished registration still is there (row R-11).
 * @param termMs how long it waits for its code; at the last millisecond it still is there
 */
export function isUnfinishedAlive(startedAtMs: number, termMs: number, nowMs: number): boolean {
  return nowMs <= startedAtMs + termMs;
}

/** The code of a registration, as it was sent last. */
export interface RegistrationCode {
  readonly sentAtMs: number;
  /** How often a code was sent for this registration, this time included. */
  readonly sentCount: number;
  /** Wrong entries of this code. */
  readonly triesUsed: number;
  /** Wrong entries of the codes before it. */
  readonly triesBefore: number;
}

/** Whoever lets himself be sent one code after the other is guessing, or annoying somebody. */
export const CODES_SENT_MAX = 5;

export function firstCode(nowMs: number): RegistrationCode {
  return { sentAtMs: nowMs, sentCount: 1, triesUsed: 0, triesBefore: 0 };
}

/**
 * Sends another code (row R-10): the one before is void, and has its tries no more.
 * @returns `RATE_LIMITED` {waitMs} before the time; without `waitMs` when no more are sent
 */
export function nextCode(
  { sentAtMs, sentCount, triesUsed, triesBefore }: RegistrationCode,
  { resendAfterMs: pauseMs }: OneTimeCode,
  nowMs: number,
): Result<RegistrationCode, 'RATE_LIMITED'> {
  const paced = mayAsk([sentAtMs], nowMs, { perHourMax: CODES_SENT_MAX, pauseMs });
  if (!paced.ok) return paced;
  if (sentCount >= CODES_SENT_MAX) return refuse('RATE_LIMITED');
  const sent = { sentAtMs: nowMs, sentCount: sentCount + 1 };
  return ok({ ...sent, triesUsed: 0, triesBefore: triesBefore + triesUsed });
}

/** The same in the words of the rule of all codes; with the right entry its registration ends. */
export function sentCode(
  { sentAtMs, triesUsed }: RegistrationCode,
  { termMs }: OneTimeCode,
): SentSecret {
  return { state: 'open', triesUsed, expiresAtMs: sentAtMs + termMs };
}
