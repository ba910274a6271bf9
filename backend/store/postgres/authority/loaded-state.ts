import { assetContractId, type Asset } from '#domain/authority/asset/asset.ts';
import type { CardGroup } from '#domain/card/card-group.ts';
import type { ClientAccountName, ClientUnderProgramme } from '#domain/client/client-account.ts';
import type { Card } from '#domain/card/card.ts';
import type { HoldOwner, LimitPlace, WorkstationFacts } from '#domain/authority/facts.ts';
import type { Pack } from '#domain/authority/pack.ts';
import type { Contract } from '#domain/contract/contract.ts';
import type { ChainHead } from '#domain/journal/head.ts';
import type { Transfer } from '#domain/ledger/ledger.ts';
import type { LeaseAccount } from '#domain/lease/lease.ts';
import type { AllowanceCounters } from '#domain/limit/allowance.ts';
import type { Product } from '#domain/product/product.ts';
import type { Refund } from '#domain/sale/refund.ts';
import type { KeptOutcome } from '../../authority/kept-outcome.ts';
import type {
  PriceInForce,
  StateSource,
  StoredStation,
  StoredLine,
  StoredOutcome,
  StoredSale,
} from '../../authority/state-source.ts';
import { assetFrom, packFrom, type AssetRow, type PackRow } from '../../authority/stored-text.ts';
import {
  cardFrom,
  contractFrom,
  refundFrom,
  saleFrom,
  type CardRow,
  type ContractRow,
  type RefundRow,
  type SaleRow,
} from '../../sql/rows.ts';
import { LOAD_KINDS, type LoadKind } from './load-rows.ts';
import { keyOf, Shelf } from './shelf.ts';

/** The one lock that is in force. */
export const NEWEST = 'newest';

/** Rows of one kind as the database gave them; `key` is what was asked by. */
export type FoundRows = readonly ({ readonly key: string } & Readonly<Record<string, unknown>>)[];

/** The rows that a batch is decided on, loaded before, because a decision cannot wait. */
export class LoadedState implements StateSource {
  readonly shelves = {
    outcomes: new Shelf<StoredOutcome>(),
    sales: new Shelf<StoredSale>(),
    refused: new Shelf<true>(),
    cards: new Shelf<Card>(),
    contracts: new Shelf<Contract>(),
    packs: new Shelf<Pack>(),
    limitPlaces: new Shelf<LimitPlace>(),
    groups: new Shelf<CardGroup>(),
    archived: new Shelf<AllowanceCounters>(),
    leases: new Shelf<LeaseAccount>(),
    leasesHeld: new Shelf<readonly LeaseAccount[]>(),
    clientAccounts: new Shelf<ClientAccountName>(),
    logins: new Shelf<true>(),
    returned: new Shelf<true>(),
    products: new Shelf<Product>(),
    stations: new Shelf<StoredStation>(),
    prices: new Shelf<PriceInForce>(),
    lastSales: new Shelf<{ readonly atMs: number | null }>(),
    heldSales: new Shelf<{ readonly saleIds: string | null }>(),
    homes: new Shelf<{ readonly stationId: string }>(),
    workstations: new Shelf<WorkstationFacts>(),
    assets: new Shelf<Asset>(),
    heads: new Shelf<ChainHead>(),
    refunds: new Shelf<Refund>(),
    transfers: new Shelf<Transfer>(),
    stornos: new Shelf<true>(),
    locks: new Shelf<{ readonly beforeMs: number }>(),
    closedDays: new Shelf<{ readonly beforeMs: number }>(),
    declared: new Shelf<{ readonly leftMinor: number }>(),
    holdOwners: new Shelf<HoldOwner>(),
    lines: new Shelf<StoredLine>(),
  } satisfies Record<LoadKind, Shelf<unknown>>;

  /** The kinds of which rows are still to be loaded. */
  get missing(): readonly LoadKind[] {
    return LOAD_KINDS.filter((kind) => this.shelves[kind].missing.length > 0);
  }

  /** Contracts whose rows are here: what is decided about them needs their locks. */
  get contractIds(): ReadonlySet<string> {
    const ids = new Set<string>();
    const { sales, cards, contracts, packs, leases } = this.shelves;
    for (const { sale } of sales.rows) ids.add(sale.contractId);
    for (const shelf of [cards, contracts, packs, leases]) {
      for (const { contractId } of shelf.rows) ids.add(contractId);
    }
    for (const asset of this.shelves.assets.rows) {
      // Taken back by one who never heard its contract: it is locked by its id.
      if (asset.kind !== 'refused-redemption') ids.add(assetContractId(asset));
    }
    return ids;
  }

  /** Puts what was found for a kind on its shelf. */
  fill(kind: LoadKind, rows: FoundRows): void {
    const s = this.shelves;
    switch (kind) {
      case 'outcomes':
        return s.outcomes.fill(rows.map((row) => [row.key, outcomeFrom(row)]));
      case 'sales':
        return s.sales.fill(rows.map((row) => [row.key, storedSale(row)]));
      case 'contracts':
        return s.contracts.fill(rows.map((row) => [row.key, contractOf(row)]));
      case 'cards':
        return s.cards.fill(rows.map((row) => [row.key, cardFrom(plain<CardRow>(row))]));
      case 'packs':
        return s.packs.fill(rows.map((row) => [row.key, packFrom(plain<PackRow>(row))]));
      case 'refused':
      case 'logins':
      case 'stornos':
      case 'returned':
        return s[kind].fill(rows.map((row) => [row.key, true]));
      case 'assets':
        return s.assets.fill(rows.map((row) => [row.key, assetFrom(plain<AssetRow>(row))]));
      case 'refunds':
        return s.refunds.fill(rows.map((row) => [row.key, refundFrom(plain<RefundRow>(row))]));
      case 'leasesHeld':
        return s.leasesHeld.fill(byKey(rows));
      default:
        return fillPlain(s[kind], rows);
    }
  }

  outcome(commandId: string): StoredOutcome | null {
    return this.shelves.outcomes.get(commandId);
  }

  sale(saleId: string): StoredSale | null {
    return this.shelves.sales.get(saleId);
  }

  saleRefused(saleId: string): boolean {
    return this.shelves.refused.get(saleId) !== null;
  }

  card(cardId: string): Card | null {
    return this.shelves.cards.get(cardId);
  }

  contract(contractId: string): Contract | null {
    return this.shelves.contracts.get(contractId);
  }

  pack(ownerKey: string): Pack | null {
    return this.shelves.packs.get(ownerKey);
  }

  group(groupId: string): CardGroup | null {
    return this.shelves.groups.get(groupId);
  }

  limitPlace(limitId: string): LimitPlace | null {
    return this.shelves.limitPlaces.get(limitId);
  }

  archived(allowanceKey: string): AllowanceCounters | null {
    return this.shelves.archived.get(allowanceKey);
  }

  clientAccount({ programmeId, clientId }: ClientUnderProgramme): ClientAccountName | null {
    return this.shelves.clientAccounts.get(keyOf(programmeId, clientId));
  }

  isLoginTaken(key: string): boolean {
    return this.shelves.logins.get(key) !== null;
  }

  lease(leaseId: string): LeaseAccount | null {
    return this.shelves.leases.get(leaseId);
  }

  leasesHeld(workstationId: string, contractId: string, atMs: number): readonly LeaseAccount[] {
    return this.shelves.leasesHeld.get(keyOf(workstationId, contractId, atMs)) ?? [];
  }

  leaseReturned(returnId: string): boolean {
    return this.shelves.returned.get(returnId) !== null;
  }

  product(productId: string): Product | null {
    return this.shelves.products.get(productId);
  }

  station(stationId: string): StoredStation | null {
    return this.shelves.stations.get(stationId);
  }

  price(stationId: string, productId: string, atMs: number): PriceInForce | null {
    return this.shelves.prices.get(keyOf(stationId, productId, atMs));
  }

  lastSaleAtMs(cardId: string, besideSaleIds: readonly string[]): number | null {
    return this.shelves.lastSales.get(keyOf(cardId, besideSaleIds))?.atMs ?? null;
  }

  heldSales(cardId: string, besideSaleIds: readonly string[]): readonly string[] {
    const found = this.shelves.heldSales.get(keyOf(cardId, besideSaleIds))?.saleIds ?? null;
    return found === null ? [] : found.split(' ');
  }

  homeStationId(cardId: string): string | null {
    return this.shelves.homes.get(cardId)?.stationId ?? null;
  }

  workstation(workstationId: string): WorkstationFacts | null {
    return this.shelves.workstations.get(workstationId);
  }

  asset(assetKey: string): Asset | null {
    return this.shelves.assets.get(assetKey);
  }

  journalHead(workstationId: string): ChainHead | null {
    return this.shelves.heads.get(workstationId);
  }

  journalLine(workstationId: string, seq: number): StoredLine | null {
    return this.shelves.lines.get(keyOf(workstationId, seq));
  }

  refund(refundId: string): Refund | null {
    return this.shelves.refunds.get(refundId);
  }

  transfer(transferId: string): Transfer | null {
    return this.shelves.transfers.get(transferId);
  }

  isTakenBack(transferId: string): boolean {
    return this.shelves.stornos.get(transferId) !== null;
  }

  lockedBeforeMs(): number {
    return this.shelves.locks.get(NEWEST)?.beforeMs ?? 0;
  }

  /** No daily closing ends later; 0 when there is none. */
  closedBeforeMs(): number {
    return this.shelves.closedDays.get(NEWEST)?.beforeMs ?? 0;
  }

  declaredLeftMinor(contractId: string): number | null {
    return this.shelves.declared.get(contractId)?.leftMinor ?? null;
  }

  holdOwner(workstationId: string, saleId: string): HoldOwner | null {
    return this.shelves.holdOwners.get(keyOf(workstationId, saleId));
  }
}

type Found = FoundRows[number];

/** The row without the key; its type repeats the columns of its statement in load-rows.ts. */
function plain<Row = never>({ key: _key, ...row }: Found): Row {
  return row as Row;
}

/** Rows that are what the decision sees, as they are. */
function fillPlain(shelf: Pick<Shelf<never>, 'fill'>, rows: FoundRows): void {
  shelf.fill(rows.map((row) => [row.key, plain(row)]));
}

function outcomeFrom(row: Found): StoredOutcome {
  const { digest, outcome } = plain<{ digest: string; outcome: string }>(row);
  // Written by `writeDelta` and by nobody else.
  return { digest, kept: JSON.parse(outcome) as KeptOutcome };
}

function storedSale(row: Found): StoredSale {
  const { digest, ...sale } = plain<SaleRow & { digest: string | null }>(row);
  return { sale: saleFrom(sale), digest };
}

function contractOf(row: Found): Contract {
  return contractFrom<Contract>(plain<ContractRow<Contract>>(row));
}

function byKey(rows: FoundRows): Map<string, LeaseAccount[]> {
  const found = new Map<string, LeaseAccount[]>();
  for (const row of rows) {
    const leases = found.get(row.key) ?? [];
    leases.push(plain<LeaseAccount>(row));
    found.set(row.key, leases);
  }
  return found;
}
