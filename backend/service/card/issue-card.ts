import { NEW_CARD } from '#domain/card/card.ts';
import { maskPan } from '#domain/card/pan.ts';
import { ok, refuse } from '#domain/result.ts';
import { card as cardShape, type CardRecord } from '#protocol/records.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { once } from '../authority/first-answer.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Adds a card to a contract. Its number is kept as a keyed hash and a mask only (G5). */
export async function issueCard(
  service: Service,
  { commandId, pan, ...asked }: RouteInput<'card.issue'>,
): Promise<Answer<RouteAnswer<'card.issue'>>> {
  const { stores, digests, clock } = service;
  const { keys } = await networkOf(service);
  const panHash = digests.hmac(keys.panKey, pan);
  const parse = (kept: unknown) => cardShape.parse(kept);
  return once(service, { commandId, asked: { ...asked, panHash }, parse }, async () => {
    // Issued before, and the first answer was lost before it was kept.
    const existing = await stores.registers.cardFacts(commandId, clock.nowMs());
    if (existing !== null) return ok(existing.card);
    const facts = await stores.registers.contractFacts(asked.contractId, clock.nowMs());
    if (facts === null) return refuse('CONTRACT_NOT_FOUND');
    if (facts.contract.state === 'closed') return refuse('CONTRACT_CLOSED');
    const card: CardRecord = {
      ...NEW_CARD,
      ...asked,
      cardId: commandId,
      panMasked: maskPan(pan),
    };
    const added = await stores.registers.addCard(card, panHash);
    return added === 'added' ? ok(card) : refuse('CARD_EXISTS');
  });
}
