import type { Asset } from '#domain/authority/asset/asset.ts';
import type { HoldOwner, LimitPlace, WorkstationFacts } from '#domain/authority/facts.ts';
import type { Pack } from '#domain/authority/pack.ts';
import type { CardGroup } from '#domain/card/card-group.ts';
import type { StationPlace } from '#domain/card/purchase-rules.ts';
import type { Card } from '#domain/card/card.ts';
import type { ClientAccountName, ClientUnderProgramme } from '#domain/client/client-account.ts';
import type { Contract } from '#domain/contract/contract.ts';
import type { ChainHead } from '#domain/journal/head.ts';
import type { Transfer } from '#domain/ledger/ledger.ts';
import type { LeaseAccount } from '#domain/lease/lease.ts';
import type { AllowanceCounters } from '#domain/limit/allowance.ts';
import type { Product } from '#domain/product/product.ts';
import type { Refund } from '#domain/sale/refund.ts';
import type { Sale } from '#domain/sale/sale.ts';
import type { LineAnswer } from '#protocol/journal.ts';
import type { KeptOutcome } from './kept-outcome.ts';

/** A sale as it is stored, with what tells a repeated request for it from another one. */
export interface StoredSale {
  readonly sale: Sale;
  /** SHA-256 of the request that made it; null for a sale that came with a journal. */
  readonly digest: string | null;
}

export interface StoredOutcome {
  readonly digest: string;
  readonly kept: KeptOutcome;
}

/** A first answer as it is written: with what the command was. */
export interface NewOutcome extends StoredOutcome {
  readonly commandId: string;
  readonly kind: string;
  readonly contractId: string | null;
  readonly atMs: number;
}

/** A station as decisions need it. */
export interface StoredStation extends Omit<StationPlace, 'stationId'> {
  readonly country: string;
  readonly zone: string;
}

export interface PriceInForce {
  readonly priceMinorPerLitre: number;
  readonly currency: string;
}

export type LineStatus = Exclude<LineAnswer['status'], 'duplicate' | 'conflict'>;

/** How a kept line ended. */
export interface JournalAnswer {
  readonly status: LineStatus;
  /** Why it was refused. */
  readonly code: string | null;
  /** What a person has to look at although it was applied. */
  readonly remark: string | null;
}

export interface StoredLine extends JournalAnswer {
  readonly hash: string;
}

/**
 * What one batch of decisions is read from, inside the transaction that will write it. Synchronous:
 * SQLite reads on demand, PostgreSQL has loaded everything that the batch names before.
 */
export interface StateSource {
  outcome(commandId: string): StoredOutcome | null;
  sale(saleId: string): StoredSale | null;
  saleRefused(saleId: string): boolean;
  card(cardId: string): Card | null;
  contract(contractId: string): Contract | null;
  group(groupId: string): CardGroup | null;
  pack(ownerKey: string): Pack | null;
  /** Where a limit lives, or lived before it was removed; null for an id that was never used. */
  limitPlace(limitId: string): LimitPlace | null;
  /** Counters of a window that went to the archive. */
  archived(allowanceKey: string): AllowanceCounters | null;
  /** The account that a client has under a programme. */
  clientAccount(of: ClientUnderProgramme): ClientAccountName | null;
  /** Whether somebody has the login of this `accountKey`. */
  isLoginTaken(key: string): boolean;
  lease(leaseId: string): LeaseAccount | null;
  /** Leases of a workstation on a contract that may still be spent at this instant. */
  leasesHeld(workstationId: string, contractId: string, atMs: number): readonly LeaseAccount[];
  leaseReturned(returnId: string): boolean;
  product(productId: string): Product | null;
  station(stationId: string): StoredStation | null;
  /** The price in force at a station at an instant. */
  price(stationId: string, productId: string, atMs: number): PriceInForce | null;
  /** When the card's newest fill was allowed that was not taken back, besides these. */
  lastSaleAtMs(cardId: string, besideSaleIds: readonly string[]): number | null;
  /** Fills allowed on the card that have not ended, besides these. */
  heldSales(cardId: string, besideSaleIds: readonly string[]): readonly string[];
  /** The station where the card is sold most. */
  homeStationId(cardId: string): string | null;
  workstation(workstationId: string): WorkstationFacts | null;
  /** A points account, a voucher, or what was taken of one. */
  asset(assetKey: string): Asset | null;
  journalHead(workstationId: string): ChainHead | null;
  journalLine(workstationId: string, seq: number): StoredLine | null;
  refund(refundId: string): Refund | null;
  transfer(transferId: string): Transfer | null;
  /** Whether a storno of the entry is booked. */
  isTakenBack(transferId: string): boolean;
  lockedBeforeMs(): number;
  /** What is left of a contract's declared exposure; null when the network is not recovered. */
  declaredLeftMinor(contractId: string): number | null;
  /** What the workstation of a hold has told of it. */
  holdOwner(workstationId: string, saleId: string): HoldOwner | null;
}
