import { PIN_TRIES_MAX, pinShape } from '#domain/card/pin.ts';
import { ok, refuse } from '#domain/result.ts';
import type { PinCheck } from '#domain/sale/authorize.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { auditEntry } from '#domain/audit/audit-entry.ts';
import { doerOf } from '../audit/doer.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/**
 * Sets a card's PIN (row N-20): argon2id over a hash under the card's own key. The key is derived
 * from a secret of the network, so that a verifier which leaves with a lease opens no other card.
 */
export function setPin(
  service: Service,
  { commandId, cardId, pin, repeat }: RouteInput<'card.set-pin'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'card.set-pin'>>> {
  // The PIN is no part of what is kept: ten thousand tries would find it in any digest.
  return once(
    service,
    { command: 'card.set-pin', commandId, caller, asked: { cardId }, parse: parseDone },
    async (keep) => {
      const { registers, people } = service.stores;
      const shaped = pinShape(pin, repeat);
      if (!shaped.ok) return shaped;
      const facts = await registers.cardFacts(cardId, service.clock.nowMs());
      if (facts === null) return refuse('CARD_NOT_FOUND');
      if (facts.card.state === 'closed') return refuse('CARD_CLOSED');
      const hashed = service.digests.hmac(await cardPinKey(service, cardId), shaped.value);
      const verifier = await service.hasher.hash(hashed);
      const subject = { subjectKind: 'card', subjectId: cardId };
      const written = await people.commit({
        atMs: service.clock.nowMs(),
        audit: auditEntry(doerOf(caller), { event: 'card.set-pin', ...subject }),
        changes: [{ kind: 'card-pin.set', cardId, verifier }, keep({ done: true })],
      });
      return written === 'done' ? ok({ done: true } as const) : refuse('CHANGED_MEANWHILE');
    },
  );
}

/** The key under which one card's PIN is hashed; goes to a workstation with a lease on the card. */
export async function cardPinKey(service: Service, cardId: string): Promise<string> {
  const { keys } = await networkOf(service);
  return service.digests.hmac(keys.pinKey, cardId);
}

/**
 * What the authority is told about a typed PIN. With the tries used up nothing is computed: the
 * card is blocked.
 */
export async function checkPin(
  service: Service,
  cardId: string,
  pin: string | null,
): Promise<PinCheck> {
  if (pin === null) return 'absent';
  const known = await service.stores.registers.cardPin(cardId);
  if (known === null) return 'not-asked';
  if (known.triesUsed >= PIN_TRIES_MAX) return 'wrong';
  const hashed = service.digests.hmac(await cardPinKey(service, cardId), pin);
  return (await service.hasher.verify(known.verifier, hashed)) ? 'right' : 'wrong';
}
