import { ok, refuse } from '#domain/result.ts';
import { DUPLICATE_WITHIN_MS } from '#domain/sale/duplicate.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { getCard } from '../card/cards.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/**
 * What the desk shows before it asks: the card, its limits, what is left of each, and what it
 * bought a moment ago (acceptance C7).
 */
export async function checkCard(
  service: Service,
  { panHash }: RouteInput<'sale.check'>,
): Promise<Answer<RouteAnswer<'sale.check'>>> {
  const { registers, ledger } = service.stores;
  const cardId = await registers.cardIdByPanHash(panHash);
  if (cardId === null) return refuse('CARD_NOT_FOUND');
  const found = await getCard(service, { cardId });
  if (!found.ok) return found;
  const sinceMs = found.value.asOfMs - DUPLICATE_WITHIN_MS;
  return ok({ ...found.value, recentFills: [...(await ledger.recentFills(cardId, sinceMs))] });
}
