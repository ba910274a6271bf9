import type { AuthorityCommand } from '#domain/authority/command.ts';
import { factKeys, type FactKeys, type FactLook, type Facts } from '#domain/authority/facts.ts';
import { ownerKey, rulesOf, type Pack } from '#domain/authority/pack.ts';
import type { Card } from '#domain/card/card.ts';
import type { StationPlace } from '#domain/card/purchase-rules.ts';
import type { Contract } from '#domain/contract/contract.ts';
import type { LeaseAccount } from '#domain/lease/lease.ts';
import { moneyAllowanceKey } from '#domain/limit/allowance.ts';
import type { Limit } from '#domain/limit/limit.ts';
import { isCountry, vatRateBp } from '#domain/money/vat.ts';
import type { Sale } from '#domain/sale/sale.ts';
import type { WorkingSet } from './working-set.ts';

interface Offer {
  readonly priceMinorPerLitre: number | null;
  readonly vatRateBp: number;
}

const NO_OFFER: Offer = { priceMinorPerLitre: null, vatRateBp: 0 };

/** All that one command is decided on, as the batch stands. */
export function factsOf(command: AuthorityCommand, state: WorkingSet): Facts {
  const keys = factKeys(command);
  const { source } = state;
  const sale = keys.saleId === null ? null : (state.sales.get(keys.saleId)?.sale ?? null);
  const cardId = sale?.cardId ?? keys.cardId;
  const card = cardId === null ? null : state.cards.get(cardId);
  const contractId =
    sale?.contractId ?? payingContract(command, state) ?? card?.contractId ?? keys.contractId;
  const contract = contractId === null ? null : state.contracts.get(contractId);
  const packs = packsOf(keys, { state, card, contract });
  const productId = sale?.productId ?? keys.productId;
  const selling = command.kind === 'sale.authorize' || command.kind === 'sale.preview';
  return {
    workstation: keys.workstationId === null ? null : source.workstation(keys.workstationId),
    card,
    contract,
    product: productId === null ? null : source.product(productId),
    ...(selling || command.kind === 'sale.enter' ? offerOf(keys, contract, state) : NO_OFFER),
    homeStationId:
      command.kind === 'lease.grant' && cardId !== null ? source.homeStationId(cardId) : null,
    sale,
    // An id that was refused never becomes a sale.
    saleRefused: keys.saleId !== null && sale === null && state.saleRefused(keys.saleId),
    limits: limitsOf(keys, packs, state),
    rules: rulesOf(packs, keys.effectiveAtMs),
    place: selling ? placeOf(keys, state) : null,
    lastSaleAtMs: selling ? lastSaleOf(cardId, packs) : null,
    counters: state.packs.lookup(packs),
    leases: leasesOf(keys, { state, sale, contract }),
    lockedBeforeMs: state.lockedBeforeMs(),
    refund: keys.refundId === null ? null : state.refund(keys.refundId),
    ...entryOf(keys, state),
    holdOwner:
      keys.ownerOfHold && sale !== null ? source.holdOwner(sale.workstationId, sale.saleId) : null,
    declaredLeftMinor:
      keys.declaredLeft && contractId !== null ? state.declaredLeftMinor(contractId) : null,
    bookedReturnIds: new Set(keys.returnIds.filter((id) => state.leaseReturned(id))),
    look: lookIn(state),
  };
}

/**
 * The contract whose money a workstation took for a hold that it tells: the card may have gone to
 * another client since (architecture §4: a sale is of its authorization). Null where no lease of
 * its own says so.
 */
function payingContract(command: AuthorityCommand, state: WorkingSet): string | null {
  if (command.kind !== 'sale.book-hold') return null;
  const { workstationId, parts } = command;
  for (const { leaseId, allowanceKey } of parts) {
    const lease = leaseId === null ? null : state.leases.get(leaseId);
    const isOwn = lease?.workstationId === workstationId && lease.allowanceKey === allowanceKey;
    if (isOwn && allowanceKey === moneyAllowanceKey(lease.contractId)) return lease.contractId;
  }
  return null;
}

function entryOf(
  { transferId }: FactKeys,
  state: WorkingSet,
): Pick<Facts, 'transfer' | 'isTakenBack'> {
  if (transferId === null) return { transfer: null, isTakenBack: false };
  const transfer = state.transfer(transferId);
  return { transfer, isTakenBack: transfer !== null && state.isTakenBack(transferId) };
}

interface PackContext {
  readonly state: WorkingSet;
  readonly card: Card | null;
  readonly contract: Contract | null;
}

/** The owners whose limits are judged: card before group before contract. */
function packsOf(
  { judgesRemainders, limitOwnerKey }: FactKeys,
  { state, card, contract }: PackContext,
): readonly Pack[] {
  if (!judgesRemainders) return [];
  const owners = new Set<string>();
  if (card !== null) owners.add(ownerKey('card', card.cardId));
  // A group is of one contract: the one that pays may be another than the card is of by now.
  const group = card?.contractId === contract?.contractId ? (card?.groupId ?? null) : null;
  if (group !== null) owners.add(ownerKey('card-group', group));
  if (contract !== null) owners.add(ownerKey('contract', contract.contractId));
  if (limitOwnerKey !== null) owners.add(limitOwnerKey);
  return [...owners].flatMap((owner) => state.packs.get(owner) ?? []);
}

function limitsOf(
  { limitId }: FactKeys,
  packs: readonly Pack[],
  state: WorkingSet,
): readonly Limit[] {
  const limits = packs.flatMap((pack) => pack.limits);
  if (limitId === null || limits.some((limit) => limit.limitId === limitId)) return limits;
  // Also when it is another contract's: its id is taken, and the decision has to see that.
  const place = state.packs.limitPlace(limitId);
  const pack = place === null ? null : state.packs.get(place.ownerKey);
  const named = pack?.limits.find((limit) => limit.limitId === limitId);
  return named === undefined ? limits : [...limits, named];
}

function placeOf({ stationId }: FactKeys, { source }: WorkingSet): StationPlace | null {
  const station = stationId === null ? null : source.station(stationId);
  if (station === null || stationId === null) return null;
  const { regionId, country, partnerId } = station;
  return { stationId, regionId, country, partnerId };
}

function lastSaleOf(cardId: string | null, packs: readonly Pack[]): number | null {
  if (cardId === null) return null;
  const own = ownerKey('card', cardId);
  return packs.find((pack) => pack.ownerKey === own)?.lastSaleAtMs ?? null;
}

/** Rows that a decision asks for by itself. */
function lookIn(state: WorkingSet): FactLook {
  return {
    card: (cardId) => state.cards.get(cardId),
    heldSales: (cardId) => state.heldSales(cardId),
    group: (groupId) => state.group(groupId),
    limitsOf: (owner) => state.packs.get(owner)?.limits ?? [],
    rulesOf: (owner) => state.packs.get(owner)?.rules ?? null,
    limitPlace: (limitId) => state.packs.limitPlace(limitId),
    clientAccount: (of) => state.clientAccount(of),
    isLoginTaken: (key) => state.isLoginTaken(key),
    asset: (key) => state.assets.get(key),
    transfer: (transferId) => state.transfer(transferId),
  };
}

interface LeaseContext {
  readonly state: WorkingSet;
  readonly sale: Sale | null;
  readonly contract: Contract | null;
}

function leasesOf(
  keys: FactKeys,
  { state, sale, contract }: LeaseContext,
): readonly LeaseAccount[] {
  const ids = new Set(keys.leaseIds);
  for (const part of sale?.parts ?? []) if (part.leaseId !== null) ids.add(part.leaseId);
  const named = [...ids].flatMap((leaseId) => state.leases.get(leaseId) ?? []);
  if (!keys.ownLeases || keys.workstationId === null || contract === null) return named;
  const { workstationId, effectiveAtMs } = keys;
  const held = state.leasesHeld(workstationId, contract.contractId, effectiveAtMs);
  return [...named, ...held.filter((lease) => !ids.has(lease.leaseId))];
}

/**
 * A price in another currency than the contract's is no price for it, and where no VAT rate is
 * known nothing is sold: both read as "no price in force".
 */
function offerOf(
  { stationId, productId, effectiveAtMs }: FactKeys,
  contract: Contract | null,
  { source }: WorkingSet,
): Offer {
  if (stationId === null || productId === null) return NO_OFFER;
  const station = source.station(stationId);
  if (station === null || !isCountry(station.country)) return NO_OFFER;
  const price = source.price(stationId, productId, effectiveAtMs);
  const usable = price !== null && price.currency === contract?.currency;
  return {
    priceMinorPerLitre: usable ? price.priceMinorPerLitre : null,
    vatRateBp: vatRateBp(station.country, effectiveAtMs, station.zone),
  };
}
