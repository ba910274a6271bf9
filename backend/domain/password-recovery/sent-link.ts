// A link that was sent to somebody who asks to be let in again, or for a new address (rows O-07,
// P-16, N-21).

import type { SentSecret } from '../identity/one-time-code.ts';
import { ok, refuse, type Result } from '../result.ts';

/**
 * Judges a link whose token was found: it works up to and including its term, once. One that a
 * newer request replaced is over.
 */
export function judgeLink(
  { state, expiresAtMs }: SentSecret,
  nowMs: number,
): Result<null, 'LINK_EXPIRED' | 'LINK_USED'> {
  if (state === 'used') return refuse('LINK_USED');
  if (state === 'cancelled' || nowMs > expiresAtMs) return refuse('LINK_EXPIRED');
  return ok(null);
}
