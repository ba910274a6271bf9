import { factKeys, type Facts, type HoldOwner, type LimitPlace } from '#domain/authority/facts.ts';
import { assetKey, type Asset } from '#domain/authority/asset/asset.ts';
import type { Change } from '#domain/authority/change.ts';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { ownerKey, ownerOfLimit } from '#domain/authority/pack.ts';
import type { CardGroup } from '#domain/card/card-group.ts';
import { NEW_CARD, type Card } from '#domain/card/card.ts';
import { rulesAt, type OwnedKeptRules } from '#domain/card/planned-rules.ts';
import type { ClientAccountName } from '#domain/client/client-account.ts';
import type { Contract } from '#domain/contract/contract.ts';
import { NO_TERMS } from '#domain/contract/terms.ts';
import type { LeaseAccount } from '#domain/lease/lease.ts';
import { ZERO_COUNTERS, type AllowanceCounters } from '#domain/limit/allowance.ts';
import { limitShape, type LimitVersion } from '#domain/limit/limit-version.ts';
import type { Transfer } from '#domain/ledger/ledger.ts';
import { PLAIN_TERMS, type Limit } from '#domain/limit/limit.ts';
import type { Product } from '#domain/product/product.ts';
import type { Refund } from '#domain/sale/refund.ts';
import type { Sale } from '#domain/sale/sale.ts';

/** Noon of a Saturday in Almaty, 2026-11-21. */
export const NOON_MS = Date.UTC(2026, 10, 21, 7, 0, 0);

export const contractOf = (patch: Partial<Contract> = {}): Contract => ({
  contractId: 'contract-1',
  clientId: 'client-1',
  number: 'K-1',
  currency: 'KZT',
  zone: 'Asia/Almaty',
  state: 'signed',
  creditLimitMinor: 0,
  depositsMinor: 100_000_000,
  terms: NO_TERMS,
  ...patch,
});

export const cardOf = (patch: Partial<Card> = {}): Card => ({
  ...NEW_CARD,
  cardId: 'card-1',
  contractId: 'contract-1',
  panMasked: '•••• 1234',
  offlinePolicy: 'everywhere',
  ...patch,
});

export const diesel: Product = {
  productId: 'diesel',
  name: 'ДТ',
  unit: 'litre',
  groupId: 'fuel',
};

export const limitOf = (patch: Partial<Limit> = {}): Limit => ({
  ...PLAIN_TERMS,
  limitId: 'limit-1',
  subjectKind: 'card',
  subjectId: 'card-1',
  scopeKind: 'all',
  scopeId: null,
  measure: 'volume',
  amount: 100_000,
  period: 'day',
  ...patch,
});

/**
 * The smallest thing that behaves like a store: keeps facts in maps, reads what a command names and
 * applies the changes of its decision. The real stores are held to the same behaviour by their
 * tests.
 */
export class FactBook {
  card: Card;
  contract: Contract;
  limits: Limit[];
  rules: OwnedKeptRules[] = [];
  /** Cards beside the one that the commands are about. */
  readonly cards = new Map<string, Card>();
  lastSaleAtMs: number | null = null;
  readonly groups = new Map<string, CardGroup>();
  readonly places = new Map<string, LimitPlace>();
  readonly versions: LimitVersion[] = [];
  readonly assets = new Map<string, Asset>();
  /** Of the contract's client, under whatever programme. */
  clientAccount: ClientAccountName | null = null;
  readonly loginsTaken = new Set<string>();
  readonly sales = new Map<string, Sale>();
  readonly refused = new Set<string>();
  readonly counters = new Map<string, AllowanceCounters>();
  readonly leases = new Map<string, LeaseAccount>();
  readonly returnIds = new Set<string>();
  readonly changes: Change[] = [];
  readonly transfers = new Map<string, Transfer>();
  readonly refunds: Refund[] = [];
  lockedBeforeMs = 0;
  holdOwner: HoldOwner | null = null;
  /** Of the one contract, while the network is recovered. */
  declaredLeftMinor: number | null = null;
  readonly #priceMinorPerLitre: number;

  constructor(start: { card?: Card; contract?: Contract; limits?: Limit[]; price?: number }) {
    this.card = start.card ?? cardOf();
    this.contract = start.contract ?? contractOf();
    this.limits = start.limits ?? [];
    for (const limit of this.limits) this.#place(limit);
    this.#priceMinorPerLitre = start.price ?? 29_500;
  }

  facts(command: AuthorityCommand): Facts {
    const keys = factKeys(command);
    const sale = keys.saleId === null ? null : (this.sales.get(keys.saleId) ?? null);
    const leases = [...this.leases.values()];
    const { contract } = this;
    const { judgesRemainders, limitId } = keys;
    const limits = this.limits.filter((limit) => judgesRemainders || limit.limitId === limitId);
    return {
      workstation: { workstationId: 'desk-1', stationId: 'station-1', state: 'active' },
      card: this.card,
      contract,
      product: diesel,
      priceMinorPerLitre: this.#priceMinorPerLitre,
      vatRateBp: 1600,
      homeStationId: 'station-1',
      sale,
      saleRefused: keys.saleId !== null && this.refused.has(keys.saleId),
      limits,
      counters: new Map(this.counters),
      leases,
      rules: this.rules.map((one) => {
        return { ...one, rules: rulesAt(one.rules, keys.effectiveAtMs) };
      }),
      place: { stationId: keys.stationId ?? '', regionId: null, country: 'KZ', partnerId: null },
      lastSaleAtMs: this.lastSaleAtMs,
      look: {
        card: (cardId) =>
          cardId === this.card.cardId ? this.card : (this.cards.get(cardId) ?? null),
        heldSales: (cardId) =>
          [...this.sales.values()].flatMap((one) =>
            one.cardId === cardId && one.state === 'held' ? [one.saleId] : [],
          ),
        group: (groupId) => this.groups.get(groupId) ?? null,
        limitsOf: (owner) => this.limits.filter((limit) => ownerOfLimit(limit) === owner),
        rulesOf: (owner) =>
          this.rules.find((one) => ownerKey(one.ownerKind, one.ownerId) === owner)?.rules ?? null,
        limitPlace: (id) => this.places.get(id) ?? null,
        clientAccount: () => this.clientAccount,
        isLoginTaken: (key) => this.loginsTaken.has(key),
        asset: (key) => this.assets.get(key) ?? null,
        transfer: (transferId) => this.transfers.get(transferId) ?? null,
      },
      bookedReturnIds: new Set(keys.returnIds.filter((returnId) => this.returnIds.has(returnId))),
      lockedBeforeMs: this.lockedBeforeMs,
      refund: this.refunds.find(({ refundId }) => refundId === keys.refundId) ?? null,
      transfer: keys.transferId === null ? null : (this.transfers.get(keys.transferId) ?? null),
      isTakenBack: [...this.transfers.values()].some((transfer) => {
        return transfer.kind === 'storno' && transfer.linkedId === keys.transferId;
      }),
      holdOwner: keys.ownerOfHold ? this.holdOwner : null,
      declaredLeftMinor: keys.declaredLeft ? this.declaredLeftMinor : null,
    };
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) this.#applyOne(change);
    this.changes.push(...changes);
  }

  #putCard(card: Card): void {
    if (card.cardId === this.card.cardId) this.card = card;
    else this.cards.set(card.cardId, card);
  }

  #place(limit: Limit): void {
    const { contractId } = this.contract;
    const place = { ownerKey: ownerOfLimit(limit), contractId, shape: limitShape(limit) };
    if (!this.places.has(limit.limitId)) this.places.set(limit.limitId, place);
  }

  #applyOne(change: Change): void {
    if (change.kind === 'counters.add') {
      const before = this.counters.get(change.allowanceKey) ?? ZERO_COUNTERS;
      this.counters.set(change.allowanceKey, {
        captured: before.captured + change.captured,
        held: before.held + change.held,
        leased: before.leased + change.leased,
      });
    } else if (change.kind === 'sale.put') this.sales.set(change.sale.saleId, change.sale);
    else if (change.kind === 'sale.refuse') this.refused.add(change.saleId);
    else if (change.kind === 'lease.put') this.leases.set(change.lease.leaseId, change.lease);
    else if (change.kind === 'transfer') {
      const { transfer } = change.step;
      this.transfers.set(transfer.transferId, transfer);
    } else if (change.kind === 'refund.put') this.refunds.push(change.refund);
    else if (change.kind === 'lock.put') this.lockedBeforeMs = change.lock.beforeMs;
    else if (change.kind === 'declared.take' && this.declaredLeftMinor !== null) {
      this.declaredLeftMinor -= change.amountMinor;
    } else if (change.kind === 'lease.return') this.returnIds.add(change.leaseReturn.returnId);
    else if (change.kind === 'card.put') this.#putCard(change.card);
    else if (change.kind === 'contract.put') this.contract = change.contract;
    else if (change.kind === 'client-account.add') this.clientAccount = change.account;
    else if (change.kind === 'asset.put') this.assets.set(assetKey(change.asset), change.asset);
    else if (change.kind === 'limit.history') this.versions.push(change.version);
    else if (change.kind === 'card-group.put') this.groups.set(change.group.groupId, change.group);
    else if (change.kind === 'card-group.remove') this.groups.delete(change.groupId);
    else if (change.kind === 'rules.put') {
      const { ownerId } = change.owned;
      this.rules = [...this.rules.filter((one) => one.ownerId !== ownerId), change.owned];
    } else if (change.kind === 'limit.put') {
      const others = this.limits.filter((limit) => limit.limitId !== change.limit.limitId);
      this.limits = [...others, change.limit];
      this.#place(change.limit);
    } else if (change.kind === 'limit.remove') {
      this.limits = this.limits.filter((limit) => limit.limitId !== change.limitId);
    }
  }
}
