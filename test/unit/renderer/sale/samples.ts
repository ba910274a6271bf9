import type { CardRecord, RemainderRecord } from '#protocol/records.ts';
import { NEW_CARD } from '#domain/card/card.ts';
import type { Product } from '#domain/product/product.ts';

// A card, a product and what is left, as a desk has them.

export function cardOf(): CardRecord {
  return {
    ...NEW_CARD,
    cardId: 'card-1',
    contractId: 'contract-1',
    panMasked: '•••• 0018',
    offlinePolicy: 'home',
  };
}

export function dieselOf(): Product {
  return { productId: 'dt', name: 'Diesel', groupId: 'diesel', unit: 'litre' };
}

/** The contract's money, with so much of it left. */
export function moneyLeft(left: number): RemainderRecord {
  return {
    allowanceKey: 'money/contract-1',
    limitId: null,
    owner: 'contract',
    scopeKind: 'all',
    scopeId: null,
    measure: 'money',
    period: null,
    total: left,
    used: 0,
    left,
    nextResetAtMs: null,
    action: 'decline',
    countsNow: true,
  };
}
