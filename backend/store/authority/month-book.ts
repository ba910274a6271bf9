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
    const ofStations = [...this.#stations.values()];
    return { ofContracts: allStations(ofStations), ofStations };
  }

  #add(
    { contractId, stationId }: Pick<Sale, 'contractId' | 'stationId'>,
    { atMs, productId, sums }: { atMs: number; productId: string; sums: MonthSums },
  ): void {
    const month = localMonth(atMs, this.#zoneOf(contractId));
    const key = `${month} ${contractId} ${productId} ${stationId}`;
    const before = this.#stations.get(key);
    const after = before === undefined ? sums : addSums(before, sums);
    this.#stations.set(key, { month, stationId, contractId, productId, ...after });
  }
}

function allStations(rows: readonly StationMonthRow[]): readonly MonthRow[] {
  const contracts = new Map<string, MonthRow>();
  for (const { stationId: _station, ...row } of rows) {
    const key = `${row.month} ${row.contractId} ${row.productId}`;
    const before = contracts.get(key);
    contracts.set(key, before === undefined ? row : { ...row, ...addSums(before, row) });
  }
  return [...contracts.values()];
}
