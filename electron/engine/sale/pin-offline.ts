import { createHmac } from 'node:crypto';
import { PIN_TRIES_MAX } from '#domain/card/pin.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { PinCheck } from '#domain/sale/authorize.ts';
import type { CardRecord } from '#protocol/records.ts';
import { pinVerifier } from '../cache/card-notes.ts';
import type { Core } from '../core.ts';
import { countPinTry } from './card-guard.ts';

/**
 * Checks a PIN without the link, by the verifier that came with the leases (row N-20). Every error
 * is journalled; the third blocks the card here at once. Refused with PIN_BLOCKED, or PIN_INVALID
 * and the tries that are left.
 */
export async function checkPinOffline(
  core: Core,
  card: CardRecord,
  pin: string | null,
): Promise<Result<PinCheck>> {
  if (!card.pinRequired) return ok('not-asked');
  if (pin === null) return ok('absent');
  const kept = pinVerifier(core.cache.db, card.cardId, core.clock.nowMs());
  if (kept === null) return ok('unavailable');
  const right = await core.secretHash.verify(kept.verifier, pinDigest(kept.key, pin));
  const counted = countPinTry(core, card.cardId, right);
  if (!counted.ok) return counted;
  if (counted.value.blocked) return refuse('PIN_BLOCKED');
  if (right) return ok('right');
  return refuse('PIN_INVALID', { triesLeftCount: PIN_TRIES_MAX - counted.value.triesUsed });
}

/** What the verifier is taken over: HMAC-SHA-256 of the PIN under the card's key, hex. */
function pinDigest(keyHex: string, pin: string): string {
  return createHmac('sha256', Buffer.from(keyHex, 'hex')).update(pin, 'utf8').digest('hex');
}
