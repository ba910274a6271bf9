import { assert } from '../assert.ts';
import type { OneTimeCode } from './programme.ts';
import { refuse, ok, type Result } from '../result.ts';

// A short code that is sent to somebody's phone (row R-10). So few digits stand only a few tries,
// so a code is counted; its hash is compared by whoever keeps it.

/** A code that was sent. */
export interface SentCode {
  readonly sentAtMs: number;
  /** How often a code was sent for this purpose, this time included. */
  readonly sentCount: number;
  /** Wrong entries of this code. */
  readonly triesUsed: number;
}

/** Whoever lets himself be sent one code after the other is guessing, or annoying somebody. */
export const CODES_SENT_MAX = 5;

/**
 * A code that nobody foretells, every one as likely as another.
 * @param seedHex at least 32 hex digits of chance
 */
export function messageCode(seedHex: string, digits: number): string {
  assert(/^[0-9a-f]{32,}$/u.test(seedHex), 'a seed is at least 32 hex digits');
  return (BigInt(`0x${seedHex}`) % 10n ** BigInt(digits)).toString().padStart(digits, '0');
}

/** The first code of a purpose. */
export function firstCode(nowMs: number): SentCode {
  return { sentAtMs: nowMs, sentCount: 1, triesUsed: 0 };
}

/**
 * Sends another code: the one before is void, and its tries with it.
 * @returns `RATE_LIMITED` {waitMs} before the time; without `waitMs` when no more are sent
 */
export function nextCode(
  code: SentCode,
  { resendAfterMs }: OneTimeCode,
  nowMs: number,
): Result<SentCode, 'RATE_LIMITED'> {
  const waitMs = code.sentAtMs + resendAfterMs - nowMs;
  if (waitMs > 0) return refuse('RATE_LIMITED', { waitMs });
  if (code.sentCount >= CODES_SENT_MAX) return refuse('RATE_LIMITED');
  return ok({ sentAtMs: nowMs, sentCount: code.sentCount + 1, triesUsed: 0 });
}

/**
 * Hears an entry.
 * @param same whether the entry is the code; judged with equal work before
 * @returns `CODE_EXPIRED` after the term and after the last try; `CODE_INVALID` {left} else
 */
export function tryCode(
  code: SentCode,
  rules: OneTimeCode,
  { nowMs, same }: { readonly nowMs: number; readonly same: boolean },
): Result<null, 'CODE_EXPIRED' | 'CODE_INVALID'> {
  const { tries, termMs } = rules;
  if (nowMs > code.sentAtMs + termMs || code.triesUsed >= tries) return refuse('CODE_EXPIRED');
  if (same) return ok(null);
  return refuse('CODE_INVALID', { left: tries - code.triesUsed - 1 });
}
