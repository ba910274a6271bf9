import { stateRefusal } from '#domain/card/card-state.ts';
import { bindPlastic, type Binding } from '#domain/member/bindings.ts';
import { memberPan } from '#domain/member/member-pan.ts';
import { ok, refuse } from '#domain/result.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { MemberProgramme } from './member-programme.ts';

/**
 * The plastic card of a typed number (row R-04).
 * @returns its id; `PAN_LENGTH`, `FIELD_INVALID` {field} or `CARD_NOT_FOUND`
 */
export async function cardOfNumber(
  service: Service,
  typed: string,
  { cards }: MemberProgramme,
): Promise<Answer<string>> {
  const pan = memberPan(typed, cards);
  if (!pan.ok) return pan;
  const { keys } = await networkOf(service);
  const panHash = service.digests.hmac(keys.panKey, pan.value);
  const cardId = await service.stores.registers.cardIdByPanHash(panHash);
  return cardId === null ? refuse('CARD_NOT_FOUND') : ok(cardId);
}

/**
 * What binding a plastic card adds to a member's cards (rows ). A card of anybody's
 * contract but the programme's own is none of its cards.
 * @param bindings what the member has
 */
export async function plasticBindings(
  { stores }: Service,
  bindings: readonly Binding[],
  { cardId, contractId }: { readonly cardId: string; readonly contractId: string },
): Promise<Answer<readonly Binding[]>> {
  const card = await stores.members.bindableCard(cardId);
  if (card === null || card.contractId !== contractId) return refuse('CARD_NOT_FOUND');
  const stopped = stateRefusal(card);
  if (stopped !== null) return refuse(stopped);
  return bindPlastic(bindings, card);
}
