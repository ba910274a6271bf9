import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** What the desk shows before it asks: the card, its limits and what is left of each. */
export async function checkCard(
  { stores, clock }: Service,
  { panHash }: RouteInput<'sale.check'>,
): Promise<Answer<RouteAnswer<'sale.check'>>> {
  const { registers } = stores;
  const asOfMs = clock.nowMs();
  const cardId = await registers.cardIdByPanHash(panHash);
  const facts = cardId === null ? null : await registers.cardFacts(cardId, asOfMs);
  if (facts === null) return refuse('CARD_NOT_FOUND');
  const { card, contract, limits, remainders } = facts;
  return ok({ card, contract, limits: [...limits], remainders: [...remainders], asOfMs });
}
