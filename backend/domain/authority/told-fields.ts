import type { JsonObject } from '../audit/audit-entry.ts';
import { voucherAllowanceKey } from '../limit/allowance.ts';
import type { Limit } from '../limit/limit.ts';
import type { AssignCardsCommand, AuthorityCommand, SetLimitsCommand } from './command.ts';
import type { FactLook, Facts } from './facts.ts';
import { ownerKey, ownerOfLimit } from './pack.ts';

/**
 * What an office command changes, as it stands: the audit trail tells it as it was before the
 * decision and as it is after it (rule G8). Null where a command makes what was not there before.
 */
export function toldFields(command: AuthorityCommand, facts: Facts): JsonObject | null {
  const { card, contract, look } = facts;
  switch (command.kind) {
    case 'card.block':
    case 'card.unblock':
    case 'card.take-back':
      return card && { state: card.state, blockReason: card.blockReason };
    case 'contract.sign':
      return contract && { state: contract.state, creditLimitMinor: contract.creditLimitMinor };
    case 'contract.close':
      return contract && { state: contract.state };
    case 'contract.set-terms':
      return contract && { terms: contract.terms };
    case 'contract.top-up':
      return contract && { depositsMinor: contract.depositsMinor };
    case 'card-group.put':
      return { name: look.group(command.group.groupId)?.name ?? null };
    case 'card-group.dissolve':
      return { name: look.group(command.groupId)?.name ?? null };
    case 'card-group.assign':
      return { cards: groupsOf(command, look) };
    case 'limit.set-many':
      return manyLimits(command, look);
    case 'hold.void':
      return facts.sale && { state: facts.sale.state };
    case 'voucher.block':
      return voucherState(command.voucherId, look);
    case 'limit.set':
      return { limit: limitIn(facts, command.limit.limitId) };
    case 'limit.remove':
      return { limit: limitIn(facts, command.limitId) };
    case 'rules.set': {
      const { ownerKind, ownerId } = command.owned;
      return { rules: look.rulesOf(ownerKey(ownerKind, ownerId)) };
    }
    case 'ledger.lock-period':
    case 'ledger.reopen-period':
      return { lockedBeforeMs: facts.lockedBeforeMs };
    default:
      return null;
  }
}

/** In which group each card of a command is. */
function groupsOf({ cardIds }: AssignCardsCommand, look: FactLook): readonly JsonObject[] {
  return cardIds.map((cardId) => ({ cardId, groupId: look.card(cardId)?.groupId ?? null }));
}

/** Every limit that many are changed of, and every owner's rules; those that are there. */
function manyLimits({ limits, removals, rules }: SetLimitsCommand, look: FactLook): JsonObject {
  const named = limits.map((limit) => ({ limitId: limit.limitId, owner: ownerOfLimit(limit) }));
  const gone = removals.flatMap((limitId) => {
    const owner = look.limitPlace(limitId)?.ownerKey;
    return owner === undefined ? [] : [{ limitId, owner }];
  });
  const found = [...named, ...gone].flatMap(({ limitId, owner }): readonly Limit[] => {
    return look.limitsOf(owner).filter((limit) => limit.limitId === limitId);
  });
  const owned = rules.map(({ ownerKind, ownerId }) => {
    return { ownerKind, ownerId, rules: look.rulesOf(ownerKey(ownerKind, ownerId)) };
  });
  return { limits: found, rules: owned };
}

function voucherState(voucherId: string, look: FactLook): JsonObject | null {
  const asset = look.asset(voucherAllowanceKey(voucherId));
  return asset?.kind === 'voucher' ? { state: asset.voucher.state } : null;
}

function limitIn({ limits }: Facts, limitId: string): JsonObject | null {
  const limit = limits.find((one) => one.limitId === limitId);
  return limit === undefined ? null : { ...limit };
}
