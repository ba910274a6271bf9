import { withRules } from '../../card/planned-rules.ts';
import { rulesFault } from '../../card/purchase-rules.ts';
import type { Change, Decision } from '../change.ts';
import type {
  AssignCardsCommand,
  DissolveGroupCommand,
  LowerLimitCommand,
  PutGroupCommand,
  RemoveLimitCommand,
  SetLimitCommand,
  SetRulesCommand,
} from '../command.ts';
import { done, refused } from '../decision.ts';
import type { Facts } from '../facts.ts';
import { termsDue } from '../../limit/scheduled-terms.ts';
import { isOwnerOf, isStale, keptLimit, removeLimit, setLimit } from './limit-change.ts';
import { ownerKey } from '../pack.ts';

const NOT_FOUND = {
  contract: 'CONTRACT_NOT_FOUND',
  card: 'CARD_NOT_FOUND',
  'card-group': 'CARD_GROUP_NOT_FOUND',
} as const;

/**
 * Sets one limit, at once or from a moment (row N-16). Refused with LIMIT_CHANGED where it was
 * worked out from other terms than those in force: the second of two people would undo what the
 * first has done without having seen it.
 */
export function decideLimitSet(command: SetLimitCommand, facts: Facts): Decision {
  const { contract } = facts;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  const { limit, seen, fromMs = null } = command;
  const moment = { ...command, fromMs };
  if (seen !== undefined && isStale({ limitId: limit.limitId, terms: seen }, facts, moment)) {
    return refused('LIMIT_CHANGED');
  }
  const step = setLimit(limit, { moment, facts, contract });
  return step.ok ? done(step.value.changes) : { outcome: step, changes: [] };
}

/**
 * Takes over what a workstation has lowered without the link (row N-16). Late truth in the safe
 * direction: what has become lower meanwhile stays as it is, and a limit that is gone is told back
 * as LIMIT_NOT_FOUND, for a person to look at.
 */
export function decideLimitLower(command: LowerLimitCommand, facts: Facts): Decision {
  const { contract } = facts;
  if (contract === null) return refused('CARD_NOT_FOUND');
  const { limitId, cardId, amount } = command;
  const kept = keptLimit(facts, limitId);
  const now = kept && termsDue(kept, command.atMs);
  if (now?.subjectKind !== 'card' || now.subjectId !== cardId) return refused('LIMIT_NOT_FOUND');
  if (now.amount <= amount) return done([]);
  const moment = { ...command, fromMs: null };
  const step = setLimit({ ...now, amount, scheduled: [] }, { moment, facts, contract });
  return step.ok ? done(step.value.changes) : { outcome: step, changes: [] };
}

/**
 * Takes one limit out of force, at once or from a moment. Refused with LIMIT_CHANGED as a change
 * is, and with LIMIT_NOT_FOUND where it is gone already.
 */
export function decideLimitRemove(command: RemoveLimitCommand, facts: Facts): Decision {
  const { limitId, seen, fromMs = null } = command;
  const moment = { ...command, fromMs };
  const step = removeLimit(limitId, { moment, facts });
  if (step.ok && seen !== undefined && isStale({ limitId, terms: seen }, facts, moment)) {
    return refused('LIMIT_CHANGED');
  }
  return step.ok ? done(step.value.changes) : { outcome: step, changes: [] };
}

/** Sets what a card, a group or a contract lets be bought (architecture §5). */
export function decideRulesSet(command: SetRulesCommand, facts: Facts): Decision {
  const { contract, look } = facts;
  const { ownerKind, rules } = command.owned;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  const field = rulesFault(rules);
  if (field !== null) return refused('RULES_INVALID', { field });
  if (!isOwnerOf(contract.contractId, command.owned, look)) return refused(NOT_FOUND[ownerKind]);
  const { ownerId } = command.owned;
  const before = look.rulesOf(ownerKey(ownerKind, ownerId));
  const kept = withRules(before, rules, { atMs: command.atMs, fromMs: null });
  return done([{ kind: 'rules.put', owned: { ownerKind, ownerId, rules: kept } }]);
}

/** Makes a group of cards, or gives it another name. A group never leaves its contract. */
export function decideGroupPut({ group }: PutGroupCommand, { contract, look }: Facts): Decision {
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  const before = look.group(group.groupId);
  if (before !== null && before.contractId !== group.contractId) {
    return refused('CARD_GROUP_NOT_FOUND');
  }
  return done([{ kind: 'card-group.put', group }]);
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
    if (card?.contractId !== contract.contractId) return refused('CARD_NOT_FOUND', { cardId });
    if (card.groupId !== groupId) changes.push({ kind: 'card.put', card: { ...card, groupId } });
  }
  return done(changes);
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
    return gone.ok ? gone.value.changes : [];
  });
  const removed: Change = { kind: 'card-group.remove', groupId };
  return done([...freed, ...limits, removed]);
}
