import type { Card } from '#domain/card/card.ts';
import type { Contract } from '#domain/contract/contract.ts';
import type { Sale } from '#domain/sale/sale.ts';
import type * as r from '#protocol/records.ts';

/**
 * A network that begins whole, for demonstrations and measurements: what no use case brings in one
 * row at a time.
 */
export interface BulkNetwork {
  readonly stations: readonly r.StationRecord[];
  readonly groups: readonly r.ProductGroupRecord[];
  readonly products: readonly r.ProductRecord[];
  readonly prices: readonly r.PriceRecord[];
  readonly clients: readonly r.ClientRecord[];
  /** `depositsMinor` must be 0: money comes with the history, as payments. */
  readonly contracts: readonly Contract[];
  readonly cards: readonly BulkCard[];
  readonly limits: readonly r.LimitRecord[];
}

export interface BulkCard {
  readonly card: Card;
  readonly panHash: string;
  /** Null for a card without a PIN; `card.pinRequired` says the same. */
  readonly pinVerifier: string | null;
}

/** A piece of the past, in order of time: payments, and sales that are all captured. */
export interface BulkHistory {
  readonly topUps: readonly {
    readonly transferId: string;
    readonly contractId: string;
    readonly amountMinor: number;
    readonly atMs: number;
  }[];
  /**
   * Each names as parts its contract's money and the limit windows that are not over yet; windows
   * that are past need no counters, because nothing is decided on them any more.
   */
  readonly sales: readonly Sale[];
}

/** Loads rows by the ten thousand, under the same invariants as single ones (I1, I3). */
export interface BulkStore {
  /** One transaction. */
  loadNetwork(network: BulkNetwork): Promise<void>;
  /**
   * One transaction; throws when a contract or a limit would be overspent, or a sale does not add
   * up.
   */
  loadHistory(history: BulkHistory): Promise<void>;
}
