import type { Decision } from './change.ts';
import type { AuthorityCommand } from './command.ts';
import { decideLeaseGrant, decideLeaseReturn } from './decide-lease.ts';
import {
  decideCardBlock,
  decideCardUnblock,
  decideContractSign,
  decideLimitRemove,
  decideLimitSet,
  decidePinError,
  decideTopUp,
} from './decide-office.ts';
import { decideBookHold } from './decide-book-hold.ts';
import { decideSaleAuthorize, decideSaleCapture, decideSaleReverse } from './decide-sale.ts';
import type { Facts } from './facts.ts';

/**
 * The authority's one decision function: facts in, outcome and changes out, nothing else. The store
 * calls it inside the transaction that read the facts and writes the changes (architecture §6,
 * `commitBatch`).
 */
export function decide(command: AuthorityCommand, facts: Facts): Decision {
  switch (command.kind) {
    case 'sale.authorize':
      return decideSaleAuthorize(command, facts);
    case 'sale.capture':
      return decideSaleCapture(command, facts);
    case 'sale.reverse':
      return decideSaleReverse(command, facts);
    case 'sale.book-hold':
      return decideBookHold(command, facts);
    case 'lease.grant':
      return decideLeaseGrant(command, facts);
    case 'lease.return':
      return decideLeaseReturn(command, facts);
    case 'card.block':
      return decideCardBlock(command, facts);
    case 'card.unblock':
      return decideCardUnblock(command, facts);
    case 'card.pin-error':
      return decidePinError(command, facts);
    case 'limit.set':
      return decideLimitSet(command, facts);
    case 'limit.remove':
      return decideLimitRemove(command, facts);
    case 'contract.sign':
      return decideContractSign(command, facts);
    case 'contract.top-up':
      return decideTopUp(command, facts);
  }
}
