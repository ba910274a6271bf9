// A short code that is sent to somebody and copied from the message: for a new password (N-10,
// R-13), a new phone, a registration. So few digits stand only a few tries, so they
// are counted; the hash of a code is compared by whoever keeps it.

import { assert } from '../assert.ts';
import { ok, refuse, type Result } from '../result.ts';

/** open: not proved yet. used: proved once. cancelled: a newer one took its place. */
export type SecretState = 'open' | 'used' | 'cancelled';

/** A code or a link that was sent. */
export interface SentSecret {
  readonly state: SecretState;
  /** Wrong entries of it. */
  readonly triesUsed: number;
  /** The last instant at which it proves anything. */
  readonly expiresAtMs: number;
}

/**
 * A code that nobody foretells, every one as likely as another.
 * @param seedHex at least 32 hex digits of chance
 */
export function oneTimeCode(seedHex: string, digits: number): string {
  assert(/^[0-9a-f]{32,}$/u.test(seedHex), 'a seed is at least 32 hex digits');
  return (BigInt(`0x${seedHex}`) % 10n ** BigInt(digits)).toString().padStart(digits, '0');
}

/**
 * Wrong entries that one account survives within a day, whatever number of codes was asked for: a
 * code of four digits must not be guessed over several requests (row R-10).
 */
export const ACCOUNT_TRIES_MAX = 20;
export const ACCOUNT_TRIES_SPAN_MS = 24 * 3_600_000;

/** What an entered code did: what was sent as it is afterwards, and the answer. */
export interface CodeJudgement {
  readonly answer: Result<null, 'CODE_INVALID' | 'CODE_EXPIRED' | 'CODE_USED'>;
  readonly sent: SentSecret;
}

export interface CodeEntry {
  readonly nowMs: number;
  /** So many wrong entries end a code, as the programme says (rows N-10, R-10: five). */
  readonly triesMax: number;
  /** True when the entered code is the one that was sent. */
  readonly right: boolean;
  /** Wrong entries for the same account within the last day, other codes included. */
  readonly accountTriesUsed: number;
}

/**
 * Judges an entered code. It works up to and including its term, once, and is over with the last
 * wrong entry that it stands. A code that a newer one replaced, and any code of an account whose
 * tries of the day are used up, is answered as a wrong one: nobody learns that it would have been
 * right.
 */
export function judgeCode(sent: SentSecret, entry: CodeEntry): CodeJudgement {
  const { nowMs, triesMax, right, accountTriesUsed } = entry;
  if (right && sent.state === 'used') return { answer: refuse('CODE_USED'), sent };
  const over = nowMs > sent.expiresAtMs || sent.triesUsed >= triesMax;
  if (over) return { answer: refuse('CODE_EXPIRED'), sent };
  const fits = right && sent.state === 'open' && accountTriesUsed < ACCOUNT_TRIES_MAX;
  if (fits) return { answer: ok(null), sent: { ...sent, state: 'used' } };
  const tried = { ...sent, triesUsed: sent.triesUsed + 1 };
  return {
    answer: refuse('CODE_INVALID', { left: triesMax - tried.triesUsed }),
    sent: tried,
  };
}

/** How often one may ask (rows N-09: five times an hour; P-12, R-10: once in a minute). */
export interface AskingPace {
  readonly perHourMax: number;
  /** Between two requests; 0 where there is none. */
  readonly pauseMs: number;
}

/** The span of `perHourMax`: whoever judges reads what was asked within it. */
export const ASKING_SPAN_MS = 3_600_000;

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
  const ofHour = askedAtMs
    .filter((atMs) => atMs > nowMs - ASKING_SPAN_MS)
    .toSorted((a, b) => a - b);
  const latest = ofHour.at(-1);
  const afterPauseMs = latest === undefined ? nowMs : latest + pauseMs;
  // So many of the hour must be over that there is room for one more.
  const oldestInTheWay = ofHour.at(-perHourMax);
  const afterHourMs = oldestInTheWay === undefined ? nowMs : oldestInTheWay + ASKING_SPAN_MS;
  const waitMs = Math.max(afterPauseMs, afterHourMs) - nowMs;
  return waitMs > 0 ? refuse('RATE_LIMITED', { waitMs }) : ok(null);
}
