import { refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { getCard } from '../card/cards.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** What the desk shows before it asks: the card, its limits and what is left of each. */
export async function checkCard(
  service: Service,
  { panHash }: RouteInput<'sale.check'>,
): Promise<Answer<RouteAnswer<'sale.check'>>> {
  const cardId = await service.stores.registers.cardIdByPanHash(panHash);
  return cardId === null ? refuse('CARD_NOT_FOUND') : getCard(service, { cardId });
}
