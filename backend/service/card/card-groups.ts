import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { commandEntry } from '../audit/command-entry.ts';
import { askDone } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import { contractOrNone, jsonOf } from '../office/limits.ts';
import { pageAnswer, pageQuestion } from '../office/page.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Groups of cards, of one contract or of all (row X-20). */
export async function listGroups(
  { stores, clock }: Service,
  input: RouteInput<'card-group.list'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'card-group.list'>>> {
  const question = { ...pageQuestion(input, caller), contractId: input.contractId ?? null };
  return pageAnswer(await stores.registers.cardGroups(question), clock.nowMs());
}

/** A group with its cards, its limits and what is left of each now. */
export async function getGroup(
  { stores, clock }: Service,
  { groupId }: RouteInput<'card-group.get'>,
): Promise<Answer<RouteAnswer<'card-group.get'>>> {
  const asOfMs = clock.nowMs();
  const facts = await stores.registers.groupFacts(groupId, asOfMs);
  if (facts === null) return refuse('CARD_GROUP_NOT_FOUND');
  const { group, contract, cardIds, limits, rules, remainders } = facts;
  const lists = { limits: [...limits], rules: [...rules], remainders: [...remainders] };
  return ok({ group: { ...group }, contract, cardIds: [...cardIds], ...lists, asOfMs });
}

/** Makes a group, or gives it another name. */
export function putGroup(
  service: Service,
  input: RouteInput<'card-group.put'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'card-group.put'>>> {
  const { commandId, group } = input;
  const { contractId } = group;
  const told = commandEntry('card-group.put', input, caller);
  const command = { kind: 'card-group.put', commandId, contractId, group } as const;
  return askDone(service, { ...command, ...now(service) }, group, told);
}

/** Puts cards into a group or out of any, all or none. */
export function assignCards(
  service: Service,
  input: RouteInput<'card-group.assign'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'card-group.assign'>>> {
  const { commandId, ...asked } = input;
  const told = commandEntry('card-group.assign', input, caller);
  const command = { kind: 'card-group.assign', commandId, ...asked } as const;
  return askDone(service, { ...command, ...now(service) }, jsonOf(asked), told);
}

/** Ends a group; its cards are free, its limits are gone. */
export async function dissolveGroup(
  service: Service,
  input: RouteInput<'card-group.dissolve'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'card-group.dissolve'>>> {
  const { commandId, groupId } = input;
  const told = commandEntry('card-group.dissolve', input, caller);
  const contractId = await contractOrNone(service, 'card-group', groupId);
  const facts = await service.stores.registers.groupFacts(groupId, service.clock.nowMs());
  const { userId } = personOf(caller);
  const cardIds = facts?.cardIds ?? [];
  const named = { contractId, groupId, cardIds, userId };
  const command = { kind: 'card-group.dissolve', commandId, ...named } as const;
  return askDone(service, { ...command, ...now(service) }, { groupId }, told);
}

function now({ clock }: Service) {
  return { atMs: clock.nowMs(), workstationId: null } as const;
}
