import { totalmem } from 'node:os';
import type { Pack } from '#domain/authority/pack.ts';
import type { WorkstationFacts } from '#domain/authority/facts.ts';
import type { Card } from '#domain/card/card.ts';
import type { Contract } from '#domain/contract/contract.ts';
import type { LeaseAccount } from '#domain/lease/lease.ts';
import type { Product } from '#domain/product/product.ts';
import type { StateDelta } from '../../authority/state-delta.ts';
import type { PriceInForce, StateSource, StoredStation } from '../../authority/state-source.ts';

/** What a card takes in memory with its pack, measured. */
export const CARD_BYTES = 3_072;
/** What a lease takes, measured: 510 bytes. There may be as many of them as of cards. */
export const LEASE_BYTES = 512;
/** The part of the machine's memory that cards, packs and leases together may take at most. */
const MEMORY_PART = 1 / 16;
const ROWS_MAX = 131_072;

/**
 * Rows of a kind that are kept at most twice over: all cards of a network that are in use, where
 * the machine has room for them. Of contracts, products, stations, workstations and prices a
 * network has too few to count.
 */
export function rowsKept(memoryBytes: number): number {
  const rows = Math.floor((memoryBytes * MEMORY_PART) / (2 * (CARD_BYTES + LEASE_BYTES)));
  return Math.min(ROWS_MAX, rows);
}

const ROWS_KEPT = rowsKept(totalmem());

/**
 * Rows of one kind by id; null stands for a row that is known not to exist. Two generations: what
 * was not asked for while the young one filled up is dropped.
 */
class Kept<T> {
  #young = new Map<string, T | null>();
  #old = new Map<string, T | null>();

  get(id: string, load: () => T | null): T | null {
    const young = this.#young.get(id);
    if (young !== undefined) return young;
    const old = this.#old.get(id);
    const row = old === undefined ? load() : old;
    this.put(id, row);
    return row;
  }

  put(id: string, row: T | null): void {
    this.#young.set(id, row);
    if (this.#young.size < ROWS_KEPT) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}

export interface PriceSpan {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly price: PriceInForce | null;
}

/** Reads a price with the span of time in which it is in force. */
export interface PriceReader {
  priceSpan(stationId: string, productId: string, atMs: number): PriceSpan;
}

/**
 * Rows that decisions read again and again, kept between batches. Sound because one connection of
 * one process writes the file: a batch puts its changes here when they are committed, and any other
 * write drops everything.
 */
export class KeptRows {
  readonly #cards = new Kept<Card>();
  readonly #contracts = new Kept<Contract>();
  readonly #packs = new Kept<Pack>();
  readonly #leases = new Kept<LeaseAccount>();
  readonly #products = new Kept<Product>();
  readonly #stations = new Kept<StoredStation>();
  readonly #workstations = new Kept<WorkstationFacts>();
  readonly #prices = new Map<string, PriceSpan>();
  #lockedBeforeMs: number | null = null;

  drop(): void {
    this.#cards.clear();
    this.#contracts.clear();
    this.#packs.clear();
    this.#leases.clear();
    this.#products.clear();
    this.#stations.clear();
    this.#workstations.clear();
    this.#prices.clear();
    this.#lockedBeforeMs = null;
  }

  /** After the commit of these changes. */
  committed(delta: StateDelta): void {
    for (const card of delta.cards) this.#cards.put(card.cardId, card);
    for (const contract of delta.contracts) this.#contracts.put(contract.contractId, contract);
    for (const pack of delta.packs) this.#packs.put(pack.ownerKey, pack);
    for (const lease of delta.leases) this.#leases.put(lease.leaseId, lease);
    for (const pack of delta.countedPacks) this.#packs.put(pack.ownerKey, pack);
    for (const lock of delta.locks) this.#lockedBeforeMs = lock.beforeMs;
  }

  /** A source that reads from here first. */
  over(stored: StateSource & PriceReader): StateSource {
    return {
      outcome: (id) => stored.outcome(id),
      sale: (id) => stored.sale(id),
      saleRefused: (id) => stored.saleRefused(id),
      card: (id) => this.#cards.get(id, () => stored.card(id)),
      contract: (id) => this.#contracts.get(id, () => stored.contract(id)),
      pack: (owner) => this.#packs.get(owner, () => stored.pack(owner)),
      group: (id) => stored.group(id),
      limitPlace: (id) => stored.limitPlace(id),
      archived: (key) => stored.archived(key),
      clientAccount: (of) => stored.clientAccount(of),
      isLoginTaken: (key) => stored.isLoginTaken(key),
      lease: (id) => this.#leases.get(id, () => stored.lease(id)),
      leasesHeld: (id, contractId, atMs) => stored.leasesHeld(id, contractId, atMs),
      leaseReturned: (id) => stored.leaseReturned(id),
      product: (id) => this.#products.get(id, () => stored.product(id)),
      station: (id) => this.#stations.get(id, () => stored.station(id)),
      price: (stationId, productId, atMs) => {
        return this.#price(`${stationId} ${productId}`, atMs, () => {
          return stored.priceSpan(stationId, productId, atMs);
        });
      },
      lastSaleAtMs: (cardId, saleIds) => stored.lastSaleAtMs(cardId, saleIds),
      heldSales: (cardId, saleIds) => stored.heldSales(cardId, saleIds),
      homeStationId: (id) => stored.homeStationId(id),
      workstation: (id) => this.#workstations.get(id, () => stored.workstation(id)),
      asset: (key) => stored.asset(key),
      journalHead: (id) => stored.journalHead(id),
      journalLine: (id, seq) => stored.journalLine(id, seq),
      refund: (id) => stored.refund(id),
      transfer: (id) => stored.transfer(id),
      isTakenBack: (id) => stored.isTakenBack(id),
      lockedBeforeMs: () => (this.#lockedBeforeMs ??= stored.lockedBeforeMs()),
      declaredLeftMinor: (contractId) => stored.declaredLeftMinor(contractId),
      holdOwner: (workstationId, saleId) => stored.holdOwner(workstationId, saleId),
    };
  }

  #price(key: string, atMs: number, load: () => PriceSpan): PriceInForce | null {
    const kept = this.#prices.get(key);
    if (kept !== undefined && kept.fromMs <= atMs && atMs < kept.untilMs) return kept.price;
    const span = load();
    if (this.#prices.size >= ROWS_KEPT) this.#prices.clear();
    this.#prices.set(key, span);
    return span.price;
  }
}
