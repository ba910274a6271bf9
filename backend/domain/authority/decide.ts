import type { Decision } from './change.ts';
import type { AuthorityCommand } from './command.ts';
import { decideLeaseGrant, decideLeaseReturn } from './decide-lease.ts';
import {
  decideCardBlock,
  decideCardTakeBack,
  decideCardUnblock,
  decideContractClose,
  decideContractSign,
  decidePinError,
} from './decide-office.ts';
import {
  decideCardsAssign,
  decideGroupDissolve,
  decideGroupPut,
  decideLimitLower,
  decideLimitRemove,
  decideLimitSet,
  decideRulesSet,
} from './limit/decide-limit.ts';
import { decideBookHold } from './decide-book-hold.ts';
import {
  decideSaleAuthorize,
  decideSaleCapture,
  decideSalePreview,
  decideSaleReverse,
} from './decide-sale.ts';
import { decideLimitsSet } from './limit/decide-limits.ts';
import { decideBooks } from './ledger/decide-ledger.ts';
import { decideAssets } from './asset/decide-assets.ts';
import { decideDeclareLost } from './decide-lost.ts';
import { decideLeaseBook } from './decide-lease-book.ts';
import { decideSaleEnter } from './decide-enter.ts';
import type { Facts } from './facts.ts';
import { promoteDue } from './limit/limit-change.ts';

/**
 * The authority's one decision function: facts in, outcome and changes out, nothing else. The store
 * calls it inside the transaction that read the facts and writes the changes (architecture §6,
 * `commitBatch`).
 */
export function decide(command: AuthorityCommand, facts: Facts): Decision {
  const due = promoteDue(facts, command);
  if (due === null) return decideInForce(command, facts);
  const decision = decideInForce(command, due.facts);
  if (decision.unkept === true) return decision;
  return { ...decision, changes: [...due.changes, ...decision.changes] };
}

function decideInForce(command: AuthorityCommand, facts: Facts): Decision {
  switch (command.kind) {
    case 'sale.authorize':
      return decideSaleAuthorize(command, facts);
    case 'sale.capture':
      return decideSaleCapture(command, facts);
    case 'sale.reverse':
      return decideSaleReverse(command, facts);
    case 'sale.book-hold':
      return decideBookHold(command, facts);
    case 'sale.enter':
      return decideSaleEnter(command, facts);
    case 'lease.grant':
      return decideLeaseGrant(command, facts);
    case 'points.open':
    case 'points.accrue':
    case 'points.reverse-accrual':
    case 'voucher.issue':
    case 'voucher.block':
    case 'asset.redeem':
    case 'asset.book-redemption':
    case 'asset.capture':
    case 'asset.reverse':
    case 'asset.lease':
      return decideAssets(command, facts);
    case 'workstation.declare-lost':
      return decideDeclareLost(command, facts);
    case 'lease.book':
      return decideLeaseBook(command, facts);
    case 'lease.return':
      return decideLeaseReturn(command, facts);
    case 'card.block':
      return decideCardBlock(command, facts);
    case 'card.unblock':
      return decideCardUnblock(command, facts);
    case 'card.take-back':
      return decideCardTakeBack(command, facts);
    case 'card.pin-error':
      return decidePinError(command, facts);
    case 'limit.set':
      return decideLimitSet(command, facts);
    case 'limit.lower':
      return decideLimitLower(command, facts);
    case 'limit.remove':
      return decideLimitRemove(command, facts);
    case 'limit.set-many':
      return decideLimitsSet(command, facts);
    case 'sale.preview':
      return decideSalePreview(command, facts);
    case 'rules.set':
      return decideRulesSet(command, facts);
    case 'card-group.put':
      return decideGroupPut(command, facts);
    case 'card-group.assign':
      return decideCardsAssign(command, facts);
    case 'card-group.dissolve':
      return decideGroupDissolve(command, facts);
    case 'contract.sign':
      return decideContractSign(command, facts);
    case 'contract.close':
      return decideContractClose(command, facts);
    default:
      return decideBooks(command, facts);
  }
}
