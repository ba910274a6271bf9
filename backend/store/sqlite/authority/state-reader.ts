import type { Asset } from '#domain/authority/asset/asset.ts';
import type { HoldOwner, LimitPlace, WorkstationFacts } from '#domain/authority/facts.ts';
import type { CardGroup } from '#domain/card/card-group.ts';
import type { Card } from '#domain/card/card.ts';
import type { ClientAccountName, ClientUnderProgramme } from '#domain/client/client-account.ts';
import type { Contract } from '#domain/contract/contract.ts';
import type { ChainHead } from '#domain/journal/head.ts';
import type { Transfer } from '#domain/ledger/ledger.ts';
import type { LeaseAccount } from '#domain/lease/lease.ts';
import type { AllowanceCounters } from '#domain/limit/allowance.ts';
import type { Pack } from '#domain/authority/pack.ts';
import type { Product } from '#domain/product/product.ts';
import type { Refund } from '#domain/sale/refund.ts';
import type { ReadableDb } from '#sqlite/open.ts';
import type { KeptOutcome } from '../../authority/kept-outcome.ts';
import { assetFrom, packFrom, type PackRow } from '../../authority/stored-text.ts';
import type {
  PriceInForce,
  StateSource,
  StoredStation,
  StoredLine,
  StoredOutcome,
  StoredSale,
} from '../../authority/state-source.ts';
import { PACK_COLUMNS } from '../../sql/packs.ts';
import type { PriceReader, PriceSpan } from './kept-rows.ts';
import {
  CARD_COLUMNS,
  cardFrom,
  CONTRACT_FACT_COLUMNS,
  GROUP_COLUMNS,
  LEASE_COLUMNS,
  PRODUCT_COLUMNS,
  contractFrom,
  REFUND_COLUMNS,
  refundFrom,
  SALE_ROW_COLUMNS,
  saleFrom,
  type ContractRow,
  STATION_PLACE_COLUMNS,
  WORKSTATION_FACT_COLUMNS,
  type CardRow,
  type LeaseRow,
  type RefundRow,
  type SaleRow,
  TRANSFER_COLUMNS,
} from '../../sql/rows.ts';

/** Reads the rows of decisions one by one, on the connection that holds the write lock. */
export class StateReader implements StateSource, PriceReader {
  readonly #statements;

  constructor(db: ReadableDb) {
    this.#statements = prepare(db);
  }

  outcome(commandId: string): StoredOutcome | null {
    const row = this.#statements.outcome.get(commandId);
    if (row === undefined) return null;
    // Written by `StateWriter` and by nobody else.
    return { digest: row.digest, kept: JSON.parse(row.outcome) as KeptOutcome };
  }

  sale(saleId: string): StoredSale | null {
    const row = this.#statements.sale.get(saleId);
    if (row === undefined) return null;
    const { digest, ...sale } = row;
    return { sale: saleFrom(sale), digest };
  }

  saleRefused(saleId: string): boolean {
    return this.#statements.refused.get(saleId) !== undefined;
  }

  card(cardId: string): Card | null {
    const row = this.#statements.card.get(cardId);
    return row === undefined ? null : cardFrom(row);
  }

  contract(contractId: string): Contract | null {
    const row = this.#statements.contract.get(contractId);
    return row === undefined ? null : contractFrom<Contract>(row);
  }

  pack(ownerKey: string): Pack | null {
    const row = this.#statements.pack.get(ownerKey);
    return row === undefined ? null : packFrom(row);
  }

  group(groupId: string): CardGroup | null {
    return this.#statements.group.get(groupId) ?? null;
  }

  limitPlace(limitId: string): LimitPlace | null {
    return this.#statements.limitPlace.get(limitId) ?? null;
  }

  archived(allowanceKey: string): AllowanceCounters | null {
    return this.#statements.archived.get(allowanceKey) ?? null;
  }

  clientAccount({ programmeId, clientId }: ClientUnderProgramme): ClientAccountName | null {
    return this.#statements.clientAccount.get(programmeId, clientId) ?? null;
  }

  isLoginTaken(key: string): boolean {
    return this.#statements.login.get(key) !== undefined;
  }

  lease(leaseId: string): LeaseAccount | null {
    return this.#statements.lease.get(leaseId) ?? null;
  }

  leasesHeld(workstationId: string, contractId: string, atMs: number): readonly LeaseAccount[] {
    return this.#statements.leasesHeld.all(workstationId, contractId, atMs);
  }

  leaseReturned(returnId: string): boolean {
    return this.#statements.returned.get(returnId) !== undefined;
  }

  product(productId: string): Product | null {
    return this.#statements.product.get(productId) ?? null;
  }

  station(stationId: string): StoredStation | null {
    return this.#statements.station.get(stationId) ?? null;
  }

  price(stationId: string, productId: string, atMs: number): PriceInForce | null {
    return this.#statements.price.get(stationId, productId, atMs) ?? null;
  }

  /** The price in force at an instant, and the span of time in which it is. */
  priceSpan(stationId: string, productId: string, atMs: number): PriceSpan {
    const now = this.#statements.price.get(stationId, productId, atMs);
    const next = this.#statements.nextPrice.get(stationId, productId, atMs);
    const price = now === undefined ? null : now;
    return {
      fromMs: now?.fromMs ?? 0,
      untilMs: next?.fromMs ?? Infinity,
      price,
    };
  }

  lastSaleAtMs(cardId: string, besideSaleIds: readonly string[]): number | null {
    const beside = JSON.stringify(besideSaleIds);
    const asked = [cardId, beside] as const;
    return this.#statements.lastSale.get(...asked, ...asked)?.atMs ?? null;
  }

  heldSales(cardId: string, besideSaleIds: readonly string[]): readonly string[] {
    const rows = this.#statements.heldSales.all(cardId, JSON.stringify(besideSaleIds));
    return rows.map(({ saleId }) => saleId);
  }

  homeStationId(cardId: string): string | null {
    return this.#statements.home.get(cardId)?.stationId ?? null;
  }

  workstation(workstationId: string): WorkstationFacts | null {
    return this.#statements.workstation.get(workstationId) ?? null;
  }

  asset(assetKey: string): Asset | null {
    const row = this.#statements.asset.get(assetKey);
    return row === undefined ? null : assetFrom(row);
  }

  journalHead(workstationId: string): ChainHead | null {
    return this.#statements.head.get(workstationId) ?? null;
  }

  journalLine(workstationId: string, seq: number): StoredLine | null {
    return this.#statements.line.get(workstationId, seq) ?? null;
  }

  refund(refundId: string): Refund | null {
    const row = this.#statements.refund.get(refundId);
    return row === undefined ? null : refundFrom(row);
  }

  transfer(transferId: string): Transfer | null {
    return this.#statements.transfer.get(transferId) ?? null;
  }

  isTakenBack(transferId: string): boolean {
    return this.#statements.storno.get(transferId) !== undefined;
  }

  lockedBeforeMs(): number {
    return this.#statements.lock.get()?.beforeMs ?? 0;
  }

  declaredLeftMinor(contractId: string): number | null {
    return this.#statements.declared.get(contractId)?.leftMinor ?? null;
  }

  holdOwner(workstationId: string, saleId: string): HoldOwner | null {
    const state = this.workstation(workstationId)?.state;
    if (state === undefined) return null;
    const toldThroughMs = this.#statements.told.get(workstationId)?.atMs ?? 0;
    const heldThroughMs = this.#statements.heldOnline.get(workstationId)?.atMs ?? 0;
    const lines = this.#statements.linesOf.all(workstationId, `%"${saleId}"%`);
    const asked = lines.filter(({ kind }) => kind === 'sale.asked');
    const askedAtMs = asked.at(-1)?.atMs ?? null;
    const knowsHold = lines.length > asked.length;
    return { state, askedAtMs, toldThroughMs, heldThroughMs, knowsHold };
  }
}

// One block of SQL: the statements of a decision, compiled once.
function prepare(db: ReadableDb) {
  return {
    outcome: db.prepare<[string], { digest: string; outcome: string }>(
      `SELECT digest, outcome FROM command_outcome WHERE command_id = ?`,
    ),
    sale: db.prepare<[string], SaleRow & { digest: string | null }>(
      `SELECT ${SALE_ROW_COLUMNS}, digest FROM sale WHERE sale_id = ?`,
    ),
    refused: db.prepare<[string]>(`SELECT 1 FROM refused_sale WHERE sale_id = ?`),
    card: db.prepare<[string], CardRow>(`SELECT ${CARD_COLUMNS} FROM card WHERE card_id = ?`),
    contract: db.prepare<[string], ContractRow<Contract>>(
      `SELECT ${CONTRACT_FACT_COLUMNS} FROM contract WHERE contract_id = ?`,
    ),
    pack: db.prepare<[string], PackRow>(`SELECT ${PACK_COLUMNS} FROM pack WHERE owner_key = ?`),
    limitPlace: db.prepare<[string], LimitPlace>(`
      SELECT owner_key AS ownerKey, contract_id AS contractId, shape FROM limit_place
      WHERE limit_id = ?`),
    group: db.prepare<[string], CardGroup>(
      `SELECT ${GROUP_COLUMNS} FROM card_group WHERE group_id = ?`,
    ),
    archived: db.prepare<[string], AllowanceCounters>(
      `SELECT captured, held, leased FROM window_archive WHERE allowance_key = ?`,
    ),
    lease: db.prepare<[string], LeaseRow>(`SELECT ${LEASE_COLUMNS} FROM lease WHERE lease_id = ?`),
    // Dead ones stay outstanding for good where their window took the rest along.
    leasesHeld: db.prepare<[string, string, number], LeaseRow>(`
      SELECT ${LEASE_COLUMNS} FROM lease
      WHERE workstation_id = ? AND contract_id = ? AND expires_at_ms > ?
        AND granted > spent + returned`),
    returned: db.prepare<[string]>(`SELECT 1 FROM lease_return WHERE return_id = ?`),
    product: db.prepare<[string], Product>(
      `SELECT ${PRODUCT_COLUMNS} FROM product WHERE product_id = ?`,
    ),
    station: db.prepare<[string], StoredStation>(
      `SELECT ${STATION_PLACE_COLUMNS} FROM station WHERE station_id = ?`,
    ),
    price: db.prepare<[string, string, number], PriceInForce & { fromMs: number }>(`
      SELECT price_minor_per_litre AS priceMinorPerLitre, currency, from_ms AS fromMs FROM price
      WHERE station_id = ? AND product_id = ? AND from_ms <= ? ORDER BY from_ms DESC LIMIT 1`),
    nextPrice: db.prepare<[string, string, number], { fromMs: number }>(`
      SELECT min(from_ms) AS fromMs FROM price
      WHERE station_id = ? AND product_id = ? AND from_ms > ? HAVING fromMs IS NOT NULL`),
    home: db.prepare<[string], { stationId: string }>(`
      SELECT station_id AS stationId FROM card_visit
      WHERE card_id = ? ORDER BY sale_count DESC, station_id LIMIT 1`),
    asset: db.prepare<[string], { body: string }>(`SELECT body FROM asset WHERE asset_key = ?`),
    workstation: db.prepare<[string], WorkstationFacts>(
      `SELECT ${WORKSTATION_FACT_COLUMNS} FROM workstation WHERE workstation_id = ?`,
    ),
    head: db.prepare<[string], ChainHead>(`
      SELECT head_seq AS seq, head_hash AS hash FROM workstation WHERE workstation_id = ?`),
    line: db.prepare<[string, number], StoredLine>(
      `SELECT hash, status, code, remark FROM journal_line WHERE workstation_id = ? AND seq = ?`,
    ),
    ...prepareSales(db),
    ...prepareAccounts(db),
    ...prepareBooks(db),
  };
}

/** What is asked of a card's fills, besides some. */
function prepareSales(db: ReadableDb) {
  return {
    // Each half by its own index.
    lastSale: db.prepare<[string, string, string, string], { atMs: number | null }>(`
      SELECT max(at_ms) AS atMs FROM (
        SELECT * FROM (
          SELECT authorized_at_ms AS at_ms FROM sale
          WHERE state = 'captured' AND card_id = ?
            AND sale_id NOT IN (SELECT value FROM json_each(?))
          ORDER BY authorized_at_ms DESC LIMIT 1)
        UNION ALL
        SELECT authorized_at_ms FROM sale
        WHERE state = 'held' AND card_id = ?
          AND sale_id NOT IN (SELECT value FROM json_each(?)))`),
    heldSales: db.prepare<[string, string], { saleId: string }>(`
      SELECT sale_id AS saleId FROM sale
      WHERE state = 'held' AND card_id = ?
        AND sale_id NOT IN (SELECT value FROM json_each(?))`),
  };
}

/** What the signing of a contract asks. */
function prepareAccounts(db: ReadableDb) {
  return {
    clientAccount: db.prepare<[string, string], ClientAccountName>(`
      SELECT user_id AS userId, login FROM client_account JOIN user_account USING (user_id)
      WHERE client_account.programme_id = ? AND client_account.client_id = ?`),
    login: db.prepare<[string]>(`SELECT 1 FROM user_account WHERE login_folded = ?`),
  };
}

/** What refunds, corrections, locks, stale holds and a recovery ask. */
function prepareBooks(db: ReadableDb) {
  return {
    refund: db.prepare<[string], RefundRow>(
      `SELECT ${REFUND_COLUMNS} FROM refund WHERE refund_id = ?`,
    ),
    transfer: db.prepare<[string], Transfer>(
      `SELECT ${TRANSFER_COLUMNS} FROM transfer WHERE transfer_id = ?`,
    ),
    storno: db.prepare<[string]>(`SELECT 1 FROM transfer WHERE linked_id = ? AND kind = 'storno'`),
    lock: db.prepare<[], { beforeMs: number }>(
      `SELECT before_ms AS beforeMs FROM period_lock ORDER BY lock_number DESC LIMIT 1`,
    ),
    declared: db.prepare<[string], { leftMinor: number }>(`
      SELECT declared_minor - coalesce(taken_minor, 0) AS leftMinor
      FROM recovery LEFT JOIN recovery_taken ON contract_id = ?
      WHERE ended_at_ms IS NULL`),
    told: db.prepare<[string], { atMs: number }>(`
      SELECT at_ms AS atMs FROM journal_line
      WHERE workstation_id = ? ORDER BY seq DESC LIMIT 1`),
    heldOnline: db.prepare<[string], { atMs: number }>(`
      SELECT CAST(body ->> 'authorizedAtMs' AS INTEGER) AS atMs FROM journal_line
      WHERE workstation_id = ? AND kind = 'sale.held' AND status = 'applied'
        AND body LIKE '%"mode":"online"%'
      ORDER BY seq DESC LIMIT 1`),
    linesOf: db.prepare<[string, string], { kind: string; atMs: number }>(`
      SELECT kind, at_ms AS atMs FROM journal_line
      WHERE workstation_id = ? AND kind IN ('sale.asked', 'sale.held') AND body LIKE ?
      ORDER BY seq`),
  };
}
