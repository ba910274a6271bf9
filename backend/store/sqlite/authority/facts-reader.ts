import type { AuthorityCommand } from '#domain/authority/command.ts';
import {
  counterKeys,
  factKeys,
  type FactKeys,
  type Facts,
  type WorkstationFacts,
} from '#domain/authority/facts.ts';
import type { Card } from '#domain/card/card.ts';
import type { Contract } from '#domain/contract/contract.ts';
import type { LeaseAccount } from '#domain/lease/lease.ts';
import type { AllowanceCounters } from '#domain/limit/allowance.ts';
import type { Limit } from '#domain/limit/limit.ts';
import { isCountry, vatRateBp } from '#domain/money/vat.ts';
import type { Product } from '#domain/product/product.ts';
import type { Sale } from '#domain/sale/sale.ts';
import type { ReadableDb } from '#sqlite/open.ts';
import {
  CARD_COLUMNS,
  cardFrom,
  CONTRACT_FACT_COLUMNS,
  LEASE_COLUMNS,
  LIMIT_COLUMNS,
  PART_COLUMNS,
  PRODUCT_COLUMNS,
  SALE_COLUMNS,
  WORKSTATION_FACT_COLUMNS,
  type CardRow,
  type LeaseRow,
  type PartRow,
  type SaleRow,
  type WorkstationFactRow,
} from '../rows.ts';

interface PriceRow {
  readonly priceMinorPerLitre: number;
  readonly currency: string;
}

interface Offer {
  readonly priceMinorPerLitre: number | null;
  readonly vatRateBp: number;
}

const NO_OFFER: Offer = { priceMinorPerLitre: null, vatRateBp: 0 };

/**
 * Reads all that one command is decided on, inside the transaction that will write the decision.
 */
export class FactsReader {
  readonly #statements;

  constructor(db: ReadableDb) {
    this.#statements = prepare(db);
  }

  read(command: AuthorityCommand): Facts {
    const keys = factKeys(command);
    const sale = keys.saleId === null ? null : this.sale(keys.saleId);
    const card = this.card(sale?.cardId ?? keys.cardId);
    const contract = this.contract(sale?.contractId ?? card?.contractId ?? keys.contractId);
    const limits = this.#limits(keys, card, contract);
    const leases = this.#leases(keys, sale, contract);
    const selling = command.kind === 'sale.authorize';
    return {
      workstation: this.workstation(keys.workstationId),
      card,
      contract,
      product: this.#product(sale?.productId ?? keys.productId),
      ...(selling ? this.#offer(keys, contract) : NO_OFFER),
      homeStationId: command.kind === 'lease.grant' ? this.#homeStationId(keys.cardId) : null,
      sale,
      saleRefused: keys.saleId !== null && this.#statements.refused.get(keys.saleId) !== undefined,
      limits,
      counters: this.#remainders(keys, { contract, limits, sale, leases }),
      leases,
      bookedReturnIds: this.#bookedReturnIds(keys.returnIds),
    };
  }

  sale(saleId: string): Sale | null {
    const row = this.#statements.sale.get(saleId);
    return row === undefined ? null : { ...row, parts: this.#statements.parts.all(saleId) };
  }

  card(cardId: string | null): Card | null {
    const row = cardId === null ? undefined : this.#statements.card.get(cardId);
    return row === undefined ? null : cardFrom(row);
  }

  contract(contractId: string | null): Contract | null {
    return contractId === null ? null : (this.#statements.contract.get(contractId) ?? null);
  }

  workstation(workstationId: string | null): WorkstationFacts | null {
    if (workstationId === null) return null;
    return this.#statements.workstation.get(workstationId) ?? null;
  }

  /** The stored counters of these keys; a key without a row is left out. */
  counters(keys: readonly string[]): ReadonlyMap<string, AllowanceCounters> {
    const found = new Map<string, AllowanceCounters>();
    for (const key of keys) {
      const row = this.#statements.counter.get(key);
      if (row !== undefined) found.set(key, row);
    }
    return found;
  }

  #remainders(
    { judgesRemainders, allowanceKeys, newLimit, effectiveAtMs }: FactKeys,
    found: Pick<Facts, 'contract' | 'limits' | 'sale' | 'leases'>,
  ): ReadonlyMap<string, AllowanceCounters> {
    if (!judgesRemainders) return new Map();
    return this.counters(counterKeys({ ...found, allowanceKeys, newLimit, effectiveAtMs }));
  }

  #limits(
    { judgesRemainders, limitId }: FactKeys,
    card: Card | null,
    contract: Contract | null,
  ): readonly Limit[] {
    const of = (kind: 'card' | 'contract', id: string | undefined): readonly Limit[] =>
      judgesRemainders && id !== undefined ? this.#statements.limits.all(kind, id) : [];
    const limits = [...of('card', card?.cardId), ...of('contract', contract?.contractId)];
    if (limitId === null || limits.some((limit) => limit.limitId === limitId)) return limits;
    // Also when it is another contract's: its id is taken, and the decision has to see that.
    const named = this.#statements.limit.get(limitId);
    return named === undefined ? limits : [...limits, named];
  }

  #leases(keys: FactKeys, sale: Sale | null, contract: Contract | null): readonly LeaseAccount[] {
    const ids = new Set(keys.leaseIds);
    for (const part of sale?.parts ?? []) if (part.leaseId !== null) ids.add(part.leaseId);
    const found = new Map<string, LeaseAccount>();
    for (const leaseId of ids) {
      const lease = this.#statements.lease.get(leaseId);
      if (lease !== undefined) found.set(leaseId, lease);
    }
    if (keys.ownLeases && keys.workstationId !== null && contract !== null) {
      const { workstationId, effectiveAtMs } = keys;
      const { contractId } = contract;
      const own = this.#statements.ownLeases.all(workstationId, contractId, effectiveAtMs);
      for (const lease of own) found.set(lease.leaseId, lease);
    }
    return [...found.values()];
  }

  #product(productId: string | null): Product | null {
    return productId === null ? null : (this.#statements.product.get(productId) ?? null);
  }

  /**
   * A price in another currency than the contract's is no price for it, and where no VAT rate is
   * known nothing is sold: both read as "no price in force".
   */
  #offer({ stationId, productId, effectiveAtMs }: FactKeys, contract: Contract | null): Offer {
    if (stationId === null || productId === null) return NO_OFFER;
    const station = this.#statements.station.get(stationId);
    if (station === undefined || !isCountry(station.country)) return NO_OFFER;
    const price = this.#statements.price.get(stationId, productId, effectiveAtMs);
    const usable = price !== undefined && price.currency === contract?.currency;
    return {
      priceMinorPerLitre: usable ? price.priceMinorPerLitre : null,
      vatRateBp: vatRateBp(station.country, effectiveAtMs, station.zone),
    };
  }

  #homeStationId(cardId: string | null): string | null {
    if (cardId === null) return null;
    return this.#statements.home.get(cardId)?.stationId ?? null;
  }

  #bookedReturnIds(returnIds: readonly string[]): ReadonlySet<string> {
    return new Set(returnIds.filter((id) => this.#statements.booked.get(id) !== undefined));
  }
}

// One block of SQL: the statements of a decision, compiled once.
function prepare(db: ReadableDb) {
  return {
    sale: db.prepare<[string], SaleRow>(`SELECT ${SALE_COLUMNS} FROM sale WHERE sale_id = ?`),
    parts: db.prepare<[string], PartRow>(
      `SELECT ${PART_COLUMNS} FROM sale_part WHERE sale_id = ? ORDER BY part_number`,
    ),
    refused: db.prepare<[string]>(`SELECT 1 FROM refused_sale WHERE sale_id = ?`),
    card: db.prepare<[string], CardRow>(`SELECT ${CARD_COLUMNS} FROM card WHERE card_id = ?`),
    contract: db.prepare<[string], Contract>(
      `SELECT ${CONTRACT_FACT_COLUMNS} FROM contract WHERE contract_id = ?`,
    ),
    workstation: db.prepare<[string], WorkstationFactRow>(
      `SELECT ${WORKSTATION_FACT_COLUMNS} FROM workstation WHERE workstation_id = ?`,
    ),
    counter: db.prepare<[string], AllowanceCounters>(
      `SELECT captured, held, leased FROM allowance_counter WHERE allowance_key = ?`,
    ),
    limits: db.prepare<[string, string], Limit>(`
      SELECT ${LIMIT_COLUMNS} FROM spending_limit
      WHERE subject_kind = ? AND subject_id = ? ORDER BY limit_id`),
    limit: db.prepare<[string], Limit>(
      `SELECT ${LIMIT_COLUMNS} FROM spending_limit WHERE limit_id = ?`,
    ),
    lease: db.prepare<[string], LeaseRow>(`SELECT ${LEASE_COLUMNS} FROM lease WHERE lease_id = ?`),
    // Dead ones stay outstanding for good where their window took the rest along.
    ownLeases: db.prepare<[string, string, number], LeaseRow>(`
      SELECT ${LEASE_COLUMNS} FROM lease
      WHERE workstation_id = ? AND contract_id = ? AND expires_at_ms > ?
        AND granted > spent + returned`),
    product: db.prepare<[string], Product>(
      `SELECT ${PRODUCT_COLUMNS} FROM product WHERE product_id = ?`,
    ),
    station: db.prepare<[string], { country: string; zone: string }>(
      `SELECT country, zone FROM station WHERE station_id = ?`,
    ),
    price: db.prepare<[string, string, number], PriceRow>(`
      SELECT price_minor_per_litre AS priceMinorPerLitre, currency FROM price
      WHERE station_id = ? AND product_id = ? AND from_ms <= ? ORDER BY from_ms DESC LIMIT 1`),
    home: db.prepare<[string], { stationId: string }>(`
      SELECT station_id AS stationId FROM card_visit
      WHERE card_id = ? ORDER BY sale_count DESC, station_id LIMIT 1`),
    booked: db.prepare<[string]>(`SELECT 1 FROM lease_return WHERE return_id = ?`),
  };
}
