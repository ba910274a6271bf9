import { rulesFault } from '../card/purchase-rules.ts';
import { ok, refuse } from '../result.ts';
import type { Change, Decision, Outcome } from './change.ts';
import type {
  AssignCardsCommand,
  DissolveGroupCommand,
  PutGroupCommand,
  RemoveLimitCommand,
  SetLimitCommand,
  SetRulesCommand,
} from './command.ts';
import type { Facts } from './facts.ts';
import { keptLimit, removeLimit, setLimit } from './limit-change.ts';
import { ownerKey } from './pack.ts';

const DONE: Outcome = ok({ kind: 'done' });

/** Sets one limit, at once or from a moment (row N-16). */
export function decideLimitSet(command: SetLimitCommand, facts: Facts): Decision {
  const { contract } = facts;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  const { fromMs = null } = command;
  const moment = { ...command, fromMs };
  const step = setLimit(command.limit, { moment, facts, contract });
  return step.ok ? { outcome: DONE, changes: step.value.changes } : { outcome: step, changes: [] };
}

/** Takes one limit out of force, at once or from a moment. */
export function decideLimitRemove(command: RemoveLimitCommand, facts: Facts): Decision {
  const { fromMs = null } = command;
  const step = removeLimit(command.limitId, { moment: { ...command, fromMs }, facts });
  return step.ok ? { outcome: DONE, changes: step.value.changes } : { outcome: step, changes: [] };
}

/** Sets what a card, a group or a contract lets be bought (architecture §5). */
export function decideRulesSet(command: SetRulesCommand, facts: Facts): Decision {
  const { contract, look } = facts;
  const { ownerKind, ownerId, rules } = command.owned;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  const field = rulesFault(rules);
  if (field !== null) return { outcome: refuse('RULES_INVALID', { field }), changes: [] };
  const { contractId } = contract;
  if (ownerKind === 'card' && look.card(ownerId)?.contractId !== contractId) {
    return refused('CARD_NOT_FOUND');
  }
  if (ownerKind === 'card-group' && look.group(ownerId)?.contractId !== contractId) {
    return refused('CARD_GROUP_NOT_FOUND');
  }
  if (ownerKind === 'contract' && ownerId !== contractId) return refused('CONTRACT_NOT_FOUND');
  return { outcome: DONE, changes: [{ kind: 'rules.put', owned: command.owned }] };
}

/** Makes a group of cards, or gives it another name. A group never leaves its contract. */
export function decideGroupPut({ group }: PutGroupCommand, { contract, look }: Facts): Decision {
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  const before = look.group(group.groupId);
  if (before !== null && before.contractId !== group.contractId) {
    return refused('CARD_GROUP_NOT_FOUND');
  }
  return { outcome: DONE, changes: [{ kind: 'card-group.put', group }] };
}

/**
 * Puts cards into a group, or out of any: all or none. From here on the limits of the new group
 * count what they buy; what was counted for the old one stays there.
 */
export function decideCardsAssign(command: AssignCardsCommand, facts: Facts): Decision {
  const { contract, look } = facts;
  const { groupId, cardIds } = command;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  if (groupId !== null && look.group(groupId)?.contractId !== contract.contractId) {
    return refused('CARD_GROUP_NOT_FOUND');
  }
  const changes: Change[] = [];
  for (const cardId of new Set(cardIds)) {
    const card = look.card(cardId);
    if (card?.contractId !== contract.contractId) {
      return { outcome: refuse('CARD_NOT_FOUND', { cardId }), changes: [] };
    }
    if (card.groupId !== groupId) changes.push({ kind: 'card.put', card: { ...card, groupId } });
  }
  return { outcome: DONE, changes };
}

/** Ends a group: its cards are free of it, its limits and rules are gone. */
export function decideGroupDissolve(command: DissolveGroupCommand, facts: Facts): Decision {
  const { look } = facts;
  const { groupId, cardIds } = command;
  if (look.group(groupId) === null) return refused('CARD_GROUP_NOT_FOUND');
  const freed = cardIds.flatMap((cardId): Change[] => {
    const card = look.card(cardId);
    if (card?.groupId !== groupId) return [];
    return [{ kind: 'card.put', card: { ...card, groupId: null } }];
  });
  const limits = look.limitsOf(ownerKey('card-group', groupId)).flatMap(({ limitId }) => {
    const gone = removeLimit(limitId, { moment: { ...command, fromMs: null }, facts });
    return gone.ok && keptLimit(facts, limitId) !== null ? gone.value.changes : [];
  });
  const removed: Change = { kind: 'card-group.remove', groupId };
  return { outcome: DONE, changes: [...freed, ...limits, removed] };
}

function refused(code: string): Decision {
  return { outcome: refuse(code), changes: [] };
}
