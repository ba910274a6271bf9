import { bindVirtual, type Binding } from '#domain/member/bindings.ts';
import { assert } from '#domain/assert.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import type { Answer } from '../outcome.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Service } from '../service.ts';
import type { MemberProgramme } from './member-programme.ts';
import { plasticBindings } from './plastic-card.ts';
import { drawVirtualCard } from './virtual-card.ts';

type CardAnswer = RouteAnswer<'member.add-card'>;

/** A card that may become a member's: what is to be written for it, and how it is shown. */
export interface BoundCard {
  readonly changes: (userId: string, atMs: number) => readonly PeopleChange[];
  readonly record: CardAnswer;
}

export interface CardWish {
  /** What the member has. */
  readonly bindings: readonly Binding[];
  /** Null for a virtual card. */
  readonly plasticCardId: string | null;
  /** The id of a virtual card that is made for it. */
  readonly newCardId: string;
  /** Which number of a virtual card is tried. */
  readonly draw: number;
}

/** Judges a card that somebody wants to take part by; nothing is written yet. */
export async function boundCard(
  service: Service,
  programme: MemberProgramme,
  wish: CardWish,
): Promise<Answer<BoundCard>> {
  const { plasticCardId: cardId } = wish;
  if (cardId === null) return virtualCard(service, programme, wish);
  const { contractId } = programme;
  const found = await plasticBindings(service, wish.bindings, { cardId, contractId });
  if (!found.ok) return found;
  const [own] = found.value;
  const card = await service.stores.registers.cardFacts(cardId, service.clock.nowMs());
  assert(own !== undefined && card !== null, 'what is bound is a card');
  const { state, panMasked } = card.card;
  return ok({
    changes: (userId, atMs) =>
      found.value.map((binding) => {
        return { kind: 'member-card.bind', userId, binding, virtualRange: null, atMs };
      }),
    record: { ...own, state, panMasked, pan: null },
  });
}

async function virtualCard(
  service: Service,
  { cards: rules, contractId }: MemberProgramme,
  { bindings, newCardId: cardId, draw }: CardWish,
): Promise<Answer<BoundCard>> {
  const range = rules.virtualRange;
  if (range === null) return refuse('VIRTUAL_CARD_NOT_ISSUED');
  const bound = bindVirtual(bindings, cardId);
  if (!bound.ok) return bound;
  const binding = bound.value;
  const drawn = await drawVirtualCard(service, { cardId, contractId, range, rules, draw });
  const { card, pan, panHash } = drawn;
  return ok({
    changes: (userId, atMs) => [
      { kind: 'card.add', card, panHash },
      { kind: 'member-card.bind', userId, binding, virtualRange: range, atMs },
    ],
    record: { ...binding, state: card.state, panMasked: card.panMasked, pan },
  });
}
