import { addSums, sumsOfRefund, sumsOfSale, type MonthSums } from '#domain/statement/month-sums.ts';
import type { Refund } from '#domain/sale/refund.ts';
import type { Sale } from '#domain/sale/sale.ts';
import { localMonth } from '#domain/time/local-date.ts';

/** What a batch adds to one month of a contract; of all its stations where none is named. */
export interface MonthRow extends MonthSums {
  /** `2026-11`, of the contract's zone. */
  readonly month: string;
  readonly contractId: string;
  readonly productId: string;
}

export interface StationMonthRow extends MonthRow {
  readonly stationId: string;
}

export interface MonthRows {
  readonly ofContracts: readonly MonthRow[];
  readonly ofStations: readonly StationMonthRow[];
}

/** Adds captured fills and refunds up by month, each key once. */
export class MonthBook {
  readonly #zoneOf: (contractId: string) => string;
  readonly #contracts = new Map<string, MonthRow>();
  readonly #stations = new Map<string, StationMonthRow>();

  constructor(zoneOf: (contractId: string) => string) {
    this.#zoneOf = zoneOf;
  }

  addSale(sale: Sale): void {
    const { bookedAtMs, authorizedAtMs, productId } = sale;
    this.#add(sale, { atMs: bookedAtMs ?? authorizedAtMs, productId, sums: sumsOfSale(sale) });
  }

  addRefund(refund: Refund, productId: string): void {
    this.#add(refund, { atMs: refund.bookedAtMs, productId, sums: sumsOfRefund(refund) });
  }

  rows(): MonthRows {
    return {
      ofContracts: [...this.#contracts.values()],
      ofStations: [...this.#stations.values()],
    };
  }

  #add(
    { contractId, stationId }: Pick<Sale, 'contractId' | 'stationId'>,
    { atMs, productId, sums }: { atMs: number; productId: string; sums: MonthSums },
  ): void {
    const month = localMonth(atMs, this.#zoneOf(contractId));
    const key = `${month} ${contractId} ${productId}`;
    const before = this.#contracts.get(key);
    const all = before === undefined ? sums : addSums(before, sums);
    this.#contracts.set(key, { month, contractId, productId, ...all });
    const stationKey = `${key} ${stationId}`;
    const there = this.#stations.get(stationKey);
    const here = there === undefined ? sums : addSums(there, sums);
    this.#stations.set(stationKey, { month, stationId, contractId, productId, ...here });
  }
}
