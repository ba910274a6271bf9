import type { Allowance } from '#domain/limit/allowance.ts';
import { allowancesAt } from '#domain/authority/allowances.ts';
import type { Card } from '#domain/card/card.ts';
import { leasedHere, type HeldLease } from '#domain/lease/lease.ts';
import type { Limit } from '#domain/limit/limit.ts';
import { remainderOf } from '#domain/limit/remainder.ts';
import { limitsInForce } from '#domain/limit/scheduled-terms.ts';
import { isCountry, vatRateBp } from '#domain/money/vat.ts';
import type { Product } from '#domain/product/product.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import { tariffOf, type Tariff } from '#domain/sale/tariff.ts';
import { hasPump } from '#domain/station/station.ts';
import type {
  CardRecord,
  ContractRecord,
  RemainderRecord,
  StationRecord,
} from '#protocol/records.ts';
import { cardSeen } from '../cache/card-notes.ts';
import { plainCard, priceAt, record } from '../cache/registers.ts';
import type { Core } from '../core.ts';
import { cardGrant, leasesOn } from '../lease/lease-store.ts';
import { waitingLimits, withLowered, type WaitingLimit } from '../lease/lowered-limits.ts';
import type { KnownTerms } from '../lease/terms-text.ts';
import { guarded } from './card-guard.ts';
import type { Paper } from './fill-store.ts';

/** Everything about one fill that this workstation knows without asking anybody. */
export interface DeskFacts {
  readonly station: StationRecord;
  readonly card: CardRecord;
  readonly contract: ContractRecord;
  readonly product: Product;
  /** Price, discount and fees; null when no price is in force. */
  readonly tariff: Tariff | null;
}

export interface DeskQuestion {
  readonly cardId: string;
  readonly productId: string;
  readonly pumpNumber: number;
  readonly atMs: number;
}

export function ownStation(core: Core): Result<StationRecord> {
  const station = record(core.cache.db, 'station', core.identity.stationId);
  return station === null ? refuse('NOT_CACHED') : ok(station);
}

/** The card as the network knows it and as this workstation must treat it. */
export function localCard(core: Core, cardId: string): CardRecord | null {
  const found = record(core.cache.db, 'card', cardId);
  return found === null ? null : guarded(core, plainCard(found));
}

export function deskFacts(core: Core, question: DeskQuestion): Result<DeskFacts> {
  const { cardId, productId, pumpNumber, atMs } = question;
  const station = ownStation(core);
  if (!station.ok) return station;
  // A station that came with a register may not say how many pumps it has.
  if (station.value.pumpCount > 0 && !hasPump(station.value, pumpNumber)) {
    return refuse('FIELD_INVALID', { field: 'pumpNumber' });
  }
  const card = localCard(core, cardId);
  if (card === null) return cardElsewhere(core, cardId);
  const contract = record(core.cache.db, 'contract', card.contractId);
  if (contract === null) return refuse('CONTRACT_NOT_FOUND');
  const product = record(core.cache.db, 'product', productId);
  if (product === null) return refuse('PRODUCT_NOT_FOUND');
  const { stationId } = station.value;
  const inForce = priceAt(core.cache.db, { stationId, productId, atMs });
  // A price in another currency than the contract's is no price for it, as at the authority.
  const price = inForce?.currency === contract.currency ? inForce : null;
  const named = { station: station.value, contract, product };
  return ok({
    ...named,
    card,
    tariff: price === null ? null : deskTariff(price.priceMinorPerLitre, named, atMs),
  });
}

/** A card that was looked up with the link and never came with the feed is not accepted here. */
function cardElsewhere(core: Core, cardId: string): Result<never> {
  if (cardSeen(core.cache.db, cardId) === null) return refuse('CARD_NOT_FOUND');
  const own = { owner: 'card', ownerId: cardId, liftedBy: 'client' };
  return refuse('STATION_NOT_ALLOWED', { rule: 'stations', ...own });
}

function deskTariff(
  listPriceMinorPerLitre: number,
  { station, contract, product }: Pick<DeskFacts, 'station' | 'contract' | 'product'>,
  atMs: number,
): Tariff {
  const vatRateBp = stationVat(station, atMs);
  const { terms, zone } = contract;
  return tariffOf({ product, listPriceMinorPerLitre, vatRateBp, terms, atMs, zone });
}

/** The general rate of the station's country on the station's day of the sale. */
function stationVat(station: StationRecord, atMs: number): number {
  if (!isCountry(station.country)) return 0;
  return vatRateBp(station.country, atMs, station.zone);
}

/** What is known of a card, lowered here where the authority has not heard of it yet. */
export interface KnownHere extends KnownTerms {
  readonly waiting: readonly WaitingLimit[];
}

/**
 * Limits and rules of a card as last heard of: with the leases, or on the screen since then. Terms
 * that were planned come into force here as they do at the authority.
 */
export function knownTerms(core: Core, cardId: string): KnownHere | null {
  const grant = cardGrant(core.journal.db, cardId);
  const seen = cardSeen(core.cache.db, cardId);
  const isNewer = seen !== null && (grant === null || seen.asOfMs > grant.atMs);
  const known = isNewer ? seen : grant;
  if (known === null) return null;
  const asOfMs = isNewer ? seen.asOfMs : (grant?.atMs ?? 0);
  const inForce = limitsInForce(known.limits, core.clock.nowMs());
  const limits = withLowered(core, cardId, { limits: inForce, asOfMs });
  const waiting = waitingLimits(core, cardId, inForce);
  return { limits, rules: known.rules, waiting };
}

/** The limits among them. */
export function knownLimits(core: Core, cardId: string): readonly Limit[] | null {
  return knownTerms(core, cardId)?.limits ?? null;
}

/** Allowances of the card with the leases that this workstation holds on them. */
export interface LeasedAllowances {
  readonly allowances: readonly Allowance[];
  readonly leases: readonly HeldLease[];
  readonly available: (allowance: Allowance) => number;
}

export function leasedAllowances(
  core: Core,
  { limits, contract, atMs }: { limits: readonly Limit[]; contract: ContractRecord; atMs: number },
): LeasedAllowances {
  const allowances = allowancesAt({ limits, counters: new Map() }, contract, atMs);
  const keys = allowances.map((allowance) => allowance.key);
  const leases = leasesOn(core.journal.db, keys);
  return {
    allowances,
    leases,
    available: (allowance) => leasedHere(leases, allowance.key, atMs),
  };
}

/**
 * What the leases of this workstation still cover, in the form in which the authority tells
 * remainders.
 */
export function localRemainders(core: Core, card: Card, atMs: number): readonly RemainderRecord[] {
  const contract = record(core.cache.db, 'contract', card.contractId);
  const known = knownLimits(core, card.cardId);
  if (contract === null || known === null) return [];
  const limits = limitsInForce(known, atMs);
  const leased = leasedAllowances(core, { limits, contract, atMs });
  return remaindersOf(core, { card, contract, leased, atMs });
}

interface LeasedCard {
  readonly card: Card;
  readonly contract: ContractRecord;
  readonly leased: LeasedAllowances;
  readonly atMs: number;
}

/** The same where the allowances of the card were looked up already. */
export function remaindersOf(
  core: Core,
  { card, contract, leased, atMs }: LeasedCard,
): readonly RemainderRecord[] {
  const seen = cardSeen(core.cache.db, card.cardId);
  return leased.allowances.map((allowance): RemainderRecord => {
    const known = seen?.remainders.find((one) => one.allowanceKey === allowance.key);
    const left = leased.available(allowance);
    const usedHere = known?.used ?? Math.max(0, allowance.amount - left);
    return remainderOf({ allowance, left, usedHere, atMs, zone: contract.zone });
  });
}

export interface PaperSource {
  readonly facts: DeskFacts;
  readonly operatorName: string;
  readonly remainders: readonly RemainderRecord[];
}

export function paperOf(core: Core, { facts, operatorName, remainders }: PaperSource): Paper {
  const { station, card, contract, product } = facts;
  return {
    sellerName: core.identity.networkName,
    sellerTaxId: null,
    stationName: station.name,
    stationAddress: station.address,
    zone: station.zone,
    workstationName: core.workstationName,
    panMasked: card.panMasked,
    contractNumber: contract.number,
    productName: product.name,
    currency: contract.currency,
    operatorName,
    remainders: [...remainders],
  };
}
