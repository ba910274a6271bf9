import { assetKey } from '#domain/authority/asset/asset.ts';
import type { Change } from '#domain/authority/change.ts';
import type { WorkingSet } from './working-set.ts';

/**
 * Puts what a decision changes into the working set, as it is: the rules are the domain's.
 * `contractId`: of the command's facts, for rows that do not name it themselves.
 */
export function applyChange(change: Change, contractId: string | null, state: WorkingSet): void {
  switch (change.kind) {
    case 'counters.add':
      return state.packs.addCounters(change.allowanceKey, change.contractId, change);
    case 'sale.put':
      return state.putSale(change.sale);
    case 'sale.refuse':
      return state.refuseSale(change.saleId, change.atMs);
    case 'transfer':
      return state.putTransfer(change.step, required(contractId));
    case 'lease.put':
      return state.leases.put(change.lease.leaseId, change.lease);
    case 'lease.return':
      return state.returnLease(change.leaseReturn, change.atMs);
    case 'asset.put':
      return state.assets.put(assetKey(change.asset), change.asset);
    case 'lease.lost':
      return state.loseLease(change.lost);
    case 'card.put':
      return state.cards.put(change.card.cardId, change.card);
    case 'limit.put':
      return state.packs.putLimit(change.limit, required(contractId));
    case 'limit.remove':
      return state.packs.removeLimit(change.limitId);
    case 'limit.history':
      return state.keepVersion(change.version, required(contractId));
    case 'rules.put':
      return state.packs.putRules(change.owned, required(contractId));
    case 'card-group.put':
      return state.putGroup(change.group);
    case 'card-group.remove':
      return state.removeGroup(change.groupId);
    case 'contract.put':
      return state.contracts.put(change.contract.contractId, change.contract);
    case 'client-account.add':
      return state.addAccount(change);
    case 'contract.closed':
      return state.closeContract(change.closing);
    case 'exposure.put':
      return state.expose(change.exposure);
    case 'refund.put':
      return state.putRefund(change.refund);
    case 'lock.put':
      return state.putLock(change.lock);
    case 'declared.take':
      return state.takeDeclared(change.contractId, change.amountMinor);
  }
}

function required(contractId: string | null): string {
  if (contractId === null) throw new Error('a change of the ledger belongs to a contract');
  return contractId;
}
