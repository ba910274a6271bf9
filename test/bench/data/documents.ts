import { bulkCard, cardId, PRODUCT } from './bulk-network.ts';

/** A card's state as the feed brings it to a workstation. */
export function cardDocument(index: number) {
  const { card, panHash } = bulkCard(index);
  return { ...card, panHash };
}

/** A sale as a workstation tells of it, about as long as the lines of its journal. */
export function saleDocument(index: number) {
  const parts = ['day', 'fills', 'month', 'diesel', 'week', 'client', 'money'].map((name) => {
    const allowanceKey = `limit/${cardId(index)}-${name}/D2026-01-01`;
    return { allowanceKey, measure: 'volume', held: 10_000, leaseId: `lease-${index}-${name}` };
  });
  return {
    saleId: `sale-${String(index).padStart(9, '0')}`,
    cardId: cardId(index),
    contractId: `contract-${index % 1_000}`,
    stationId: 'station-0',
    operatorId: 'till',
    pumpNumber: 1 + (index % 8),
    productId: PRODUCT,
    priceMinorPerLitre: 6_000,
    vatRateBp: 2_000,
    authorizedAtMs: 1_767_225_600_000 + index,
    holdAmountMinor: 60_000,
    holdVolumeMl: 10_000,
    amountMinor: 60_000,
    volumeMl: 10_000,
    vatMinor: 10_000,
    slipNumber: index,
    parts,
  };
}
