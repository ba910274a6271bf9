import type { JsonObject } from '../audit/audit-entry.ts';
import type { AuthorityCommand } from './command.ts';
import type { Facts } from './facts.ts';
import { ownerKey } from './pack.ts';

/**
 * What an office command changes, as it stands: the audit trail tells it as it was before the
 * decision and as it is after it (rule G8). Null where a command makes what was not there before,
 * or changes too much to be told side by side.
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

function limitIn({ limits }: Facts, limitId: string): JsonObject | null {
  const limit = limits.find((one) => one.limitId === limitId);
  return limit === undefined ? null : { ...limit };
}
