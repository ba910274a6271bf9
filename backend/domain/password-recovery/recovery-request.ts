// The life of one request to be let in again: the code or the link that was sent for it, its term,
// its tries, its one use (rows N-10, O-07, R-13, P-16).

import { assert } from '../assert.ts';
import { ok, refuse, type Result } from '../result.ts';

/** open: not proved yet. used: proved once. cancelled: a newer request took its place. */
export type RequestState = 'open' | 'used' | 'cancelled';

export interface RecoveryRequest {
  readonly state: RequestState;
  /** Wrong codes entered for this request. */
  readonly triesUsed: number;
  /** The last instant at which it may be proved. */
  readonly expiresAtMs: number;
}

/**
 * Wrong entries that one account survives within a day, whatever number of codes was asked for: a
 * code of four digits must not be guessed over several requests (row R-10).
 */
export const ACCOUNT_TRIES_MAX = 20;
export const ACCOUNT_TRIES_SPAN_MS = 24 * 3_600_000;

/** What an entered code did: the request as it is afterwards, and the answer. */
export interface CodeJudgement {
  readonly answer: Result<null, 'CODE_INVALID' | 'CODE_EXPIRED' | 'CODE_USED'>;
  readonly request: RecoveryRequest;
}

export interface CodeEntry {
  readonly nowMs: number;
  /** So many wrong entries end a code, as the programme says (rows N-10, R-10: five). */
  readonly triesMax: number;
  /** True when the entered code is the one that was sent. */
  readonly right: boolean;
  /** Wrong entries for the same account within the last day, other requests included. */
  readonly accountTriesUsed: number;
}

/**
 * Judges an entered code. It works up to and including its term, once, and is over with the last
 * wrong entry that it stands. A code that a newer one replaced, and any code of an account whose
 * tries of the day are used up, is answered as a wrong one: nobody learns that it would have been
 * right.
 */
export function judgeCode(request: RecoveryRequest, entry: CodeEntry): CodeJudgement {
  const { nowMs, triesMax, right, accountTriesUsed } = entry;
  if (right && request.state === 'used') return { answer: refuse('CODE_USED'), request };
  const over = nowMs > request.expiresAtMs || request.triesUsed >= triesMax;
  if (over) return { answer: refuse('CODE_EXPIRED'), request };
  const fits = right && request.state === 'open' && accountTriesUsed < ACCOUNT_TRIES_MAX;
  if (fits) return { answer: ok(null), request: { ...request, state: 'used' } };
  const tried = { ...request, triesUsed: request.triesUsed + 1 };
  return {
    answer: refuse('CODE_INVALID', { left: triesMax - tried.triesUsed }),
    request: tried,
  };
}

/**
 * Judges a link whose token was found: it works up to and including its term, once. One that a
 * newer request replaced is over.
 */
export function judgeLink(
  { state, expiresAtMs }: RecoveryRequest,
  nowMs: number,
): Result<null, 'LINK_EXPIRED' | 'LINK_USED'> {
  if (state === 'used') return refuse('LINK_USED');
  if (state === 'cancelled' || nowMs > expiresAtMs) return refuse('LINK_EXPIRED');
  return ok(null);
}

/** How often one may ask (rows N-09: five times an hour; P-12, R-10: once in a minute). */
export interface AskingPace {
  readonly perHourMax: number;
  /** Between two requests; 0 where there is none. */
  readonly pauseMs: number;
}

const HOUR_MS = 3_600_000;

/**
 * Whether one may ask again; the same for a key that somebody has and for one that nobody has.
 * @param askedAtMs instants of the requests that passed under this key, in any order
 * @returns `RATE_LIMITED` {waitMs}: exactly so long afterwards the next one passes
 */
export function mayAsk(
  askedAtMs: readonly number[],
  nowMs: number,
  { perHourMax, pauseMs }: AskingPace,
): Result<null, 'RATE_LIMITED'> {
  assert(perHourMax > 0, 'somebody must be able to ask at all');
  const ofHour = askedAtMs.filter((atMs) => atMs > nowMs - HOUR_MS).toSorted((a, b) => a - b);
  const latest = ofHour.at(-1);
  const afterPauseMs = latest === undefined ? nowMs : latest + pauseMs;
  // So many of the hour must be over that there is room for one more.
  const oldestInTheWay = ofHour.at(-perHourMax);
  const afterHourMs = oldestInTheWay === undefined ? nowMs : oldestInTheWay + HOUR_MS;
  const waitMs = Math.max(afterPauseMs, afterHourMs) - nowMs;
  return waitMs > 0 ? refuse('RATE_LIMITED', { waitMs }) : ok(null);
}
