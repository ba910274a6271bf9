import type { Sale } from '#domain/sale/sale.ts';

/** Captured sales of a card at a station. */
export interface Visits {
  readonly cardId: string;
  readonly stationId: string;
  readonly contractId: string;
  readonly saleCount: number;
  /** The last authorization among them. */
  readonly lastAtMs: number;
}

/** Counts captured sales by card and station, each pair once. */
export function visitsOf(sales: readonly Sale[]): readonly Visits[] {
  const visits = new Map<string, Visits>();
  for (const { cardId, stationId, contractId, authorizedAtMs } of sales) {
    const key = JSON.stringify([cardId, stationId]);
    const before = visits.get(key);
    const saleCount = (before?.saleCount ?? 0) + 1;
    const lastAtMs = Math.max(before?.lastAtMs ?? 0, authorizedAtMs);
    visits.set(key, { cardId, stationId, contractId, saleCount, lastAtMs });
  }
  return [...visits.values()];
}
