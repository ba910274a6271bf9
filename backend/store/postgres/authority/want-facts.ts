import { factKeys } from '#domain/authority/facts.ts';
import { ownerKey } from '#domain/authority/pack.ts';
import type { AuthorityRequest } from '#service/ports.ts';
import { NEWEST, type LoadedState } from './loaded-state.ts';
import { keyOf } from './shelf.ts';

/**
 * What the requests of a batch will ask for, as far as they tell: one load then brings nearly all.
 * What is forgotten here costs one more load and nothing else.
 */
export function wantFacts({ shelves }: LoadedState, requests: readonly AuthorityRequest[]): void {
  for (const { command, line } of requests) {
    if (line !== null) {
      shelves.heads.want(line.workstationId);
      shelves.lines.want(keyOf(line.workstationId, line.line.seq));
    }
    if (command === null) continue;
    const keys = factKeys(command);
    const { saleId, cardId, stationId, productId, effectiveAtMs } = keys;
    shelves.outcomes.want(line === null ? command.commandId : null);
    shelves.workstations.want(keys.workstationId);
    shelves.sales.want(saleId);
    shelves.refused.want(saleId);
    shelves.cards.want(cardId);
    shelves.contracts.want(keys.contractId);
    shelves.products.want(productId);
    shelves.limitPlaces.want(keys.limitId);
    shelves.locks.want(NEWEST);
    shelves.closedDays.want(NEWEST);
    shelves.refunds.want(keys.refundId);
    shelves.transfers.want(keys.transferId);
    if (cardId !== null) shelves.packs.want(ownerKey('card', cardId));
    if (command.kind === 'lease.grant') shelves.homes.want(cardId);
    for (const leaseId of keys.leaseIds) shelves.leases.want(leaseId);
    for (const returnId of keys.returnIds) shelves.returned.want(returnId);
    if (command.kind !== 'sale.authorize' || stationId === null || productId === null) continue;
    shelves.stations.want(stationId);
    shelves.prices.want(keyOf(stationId, productId, effectiveAtMs));
  }
}

/** The contracts that were locked are read first of all, with what is counted for them. */
export function wantContracts({ shelves }: LoadedState, contractIds: Iterable<string>): void {
  for (const contractId of contractIds) {
    shelves.contracts.want(contractId);
    shelves.packs.want(ownerKey('contract', contractId));
  }
}
