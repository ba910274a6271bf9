import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { commandEntry } from '../audit/command-entry.ts';
import { askDone } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import { pageAnswer, pageQuestion } from '../office/page.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

export async function listCards(
  { stores, clock }: Service,
  input: RouteInput<'card.list'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'card.list'>>> {
  const question = { ...pageQuestion(input, caller), contractId: input.contractId ?? null };
  return pageAnswer(await stores.registers.cards(question), clock.nowMs());
}

/** A card with its limits and what is left of each now (row N-13). */
export async function getCard(
  { stores, clock }: Service,
  { cardId }: RouteInput<'card.get'>,
): Promise<Answer<RouteAnswer<'card.get'>>> {
  const asOfMs = clock.nowMs();
  const facts = await stores.registers.cardFacts(cardId, asOfMs);
  if (facts === null) return refuse('CARD_NOT_FOUND');
  const { card, contract, limits, rules, remainders } = facts;
  const lists = { limits: [...limits], rules: [...rules], remainders: [...remainders] };
  return ok({ card, contract, ...lists, asOfMs });
}

/** Stops a card (row O-12). */
export function blockCard(
  service: Service,
  input: RouteInput<'card.block'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'card.block'>>> {
  const { commandId, ...asked } = input;
  const atMs = service.clock.nowMs();
  const command = { kind: 'card.block', commandId, atMs, workstationId: null, ...asked } as const;
  return askDone(service, command, asked, commandEntry('card.block', input, caller));
}

/** Takes a card back for good; its money stays on the contract (row N-08). */
export function takeBackCard(
  service: Service,
  input: RouteInput<'card.take-back'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'card.take-back'>>> {
  const { commandId, cardId } = input;
  const atMs = service.clock.nowMs();
  const command = { kind: 'card.take-back', commandId, atMs, workstationId: null } as const;
  const told = commandEntry('card.take-back', input, caller);
  return askDone(service, { ...command, cardId }, { cardId }, told);
}

/** Lifts a block; a client lifts only his own (row O-13). */
export function unblockCard(
  service: Service,
  input: RouteInput<'card.unblock'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'card.unblock'>>> {
  const { commandId, cardId } = input;
  const { role } = personOf(caller);
  const by = role === 'representative' || role === 'member' ? 'client' : 'staff';
  const atMs = service.clock.nowMs();
  const command = { kind: 'card.unblock', commandId, atMs, workstationId: null } as const;
  const told = commandEntry('card.unblock', input, caller);
  return askDone(service, { ...command, cardId, by }, { cardId, by }, told);
}
