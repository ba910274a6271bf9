import type { Card } from '../card/card.ts';
import { stateRefusal } from '../card/card-state.ts';
import { contractRefusal, type Contract } from '../contract/contract.ts';
import {
  listStop,
  longestPause,
  type ListRefusal,
  type OwnedRules,
  type StationPlace,
} from '../card/purchase-rules.ts';
import type { Allowance } from '../limit/allowance.ts';
import { limitCounts, type CountedFill } from '../limit/limit.ts';
import { inMeasure, type Quantity } from '../limit/measure.ts';
import type { Product } from '../product/product.ts';
import { ok, refuse, type Result } from '../result.ts';
import { acceptedAt } from '../station/station.ts';
import { localDate } from '../time/local-date.ts';
import {
  amountRefusal,
  cardParams,
  contractParams,
  listParams,
  pauseParams,
  type AmountRefusal,
} from './explain.ts';
import { alertsOf, type AllowanceNeed, type LimitAlert } from './limit-alert.ts';
import {
  largestPassable,
  onlyAlerts,
  type Ceiling,
  type Ceilings,
  type Passable,
} from './passable.ts';
import { totalOf, volumeWithin, type Tariff } from './tariff.ts';

/**
 * How much the driver asks for: litres, money, or as much as passes. `partial` takes the largest
 * fill that passes instead of a refusal for being too much.
 */
export type Ask =
  | { readonly by: 'volume'; readonly volumeMl: number; readonly partial?: boolean | undefined }
  | { readonly by: 'money'; readonly amountMinor: number; readonly partial?: boolean | undefined }
  | { readonly by: 'full' };

/** What the deciding side knows about the PIN that was typed for this fill. */
export type PinCheck = 'not-asked' | 'absent' | 'right' | 'wrong' | 'unavailable' | 'vouched';

export type AuthorizeRefusal =
  | 'CARD_BLOCKED'
  | 'CARD_LOST'
  | 'CARD_RETURNED'
  | 'CARD_CLOSED'
  | 'CARD_EXPIRED'
  | 'CONTRACT_CLOSED'
  | 'CONTRACT_NOT_SIGNED'
  | ListRefusal
  | 'UNIT_MISMATCH'
  | 'PRICE_NOT_SET'
  | 'PIN_REQUIRED'
  | 'PIN_INVALID'
  | 'PIN_BLOCKED'
  | 'PIN_OFFLINE_UNAVAILABLE'
  | 'VOLUME_INVALID'
  | 'AMOUNT_INVALID'
  | 'PAUSE_NOT_OVER'
  | AmountRefusal;

export interface AuthorizeQuestion {
  readonly card: Card;
  readonly contract: Contract;
  readonly place: StationPlace;
  readonly product: Product;
  /** Of card, group and contract; a card's own fields are rules as well and are not repeated. */
  readonly rules: readonly OwnedRules[];
  /** The last authorization on the card, for the pause between two; null when none is known. */
  readonly lastSaleAtMs: number | null;
  /** Price, discount and fees of this fill; null when no price is in force at the station. */
  readonly tariff: Tariff | null;
  /**
   * All allowances of card and contract, money included; those of other products are passed over
   * here.
   */
  readonly allowances: readonly Allowance[];
  readonly available: (allowance: Allowance) => number;
  readonly pin: PinCheck;
  readonly ask: Ask;
  readonly atMs: number;
}

export interface Hold {
  readonly quantity: Quantity;
  readonly tariff: Tariff;
  /** What each allowance has to give for the hold. */
  readonly needs: readonly AllowanceNeed[];
  /** Limits that let the fill pass above their amount and want it known. */
  readonly alerts: readonly LimitAlert[];
  /** What was asked for where less is given (partial approval); null where all is. */
  readonly asked: Quantity | null;
}

/** The most that one fill can be at any pump of the network: a truck's tanks, with room. */
export const PUMP_MAX_ML = 2_000_000;

/**
 * Decides one authorization from facts alone; the authority and an offline workstation ask the same
 * function with different `available`. Exactly at the limit passes, one unit more is refused with
 * the remainder (rows O-14, O-15; acceptance §4.6). A refusal carries the deciding rule and the
 * largest fill that would pass.
 */
export function decideAuthorize(question: AuthorizeQuestion): Result<Hold, AuthorizeRefusal> {
  const barred = barrier(question);
  if (barred !== null) return barred;
  const { tariff } = question;
  if (tariff === null) return refuse('PRICE_NOT_SET');
  const refused = pinRefusal(question) ?? pauseRefusal(question);
  if (refused !== null) return refused;
  const { product, atMs, contract, available } = question;
  const fill: CountedFill = { product, atMs, zone: contract.zone };
  const counted = question.allowances.filter((allowance) => counts(allowance, fill));
  const ceilings = ceilingsOf(question.card, question.rules);
  const passable = largestPassable({
    rates: tariff,
    ceilings,
    allowances: counted,
    available,
  });
  const asked = askedQuantity(question.ask, tariff, passable);
  if (!asked.ok) return asked;
  const tooMuch = exceeds(asked.value, { passable, counted, ceilings, available });
  if (tooMuch && !(takesLess(question.ask) && passable.volumeMl > 0)) {
    return refuse(...amountRefusal(passable, available));
  }
  const { volumeMl, amountMinor } = tooMuch ? passable : asked.value;
  const quantity: Quantity = { amountMinor, volumeMl, count: 1 };
  const needs = counted.map((allowance) => ({
    allowance,
    need: inMeasure(quantity, allowance.measure),
  }));
  const alerts = alertsOf(needs, available);
  const given = { quantity, asked: tooMuch ? asked.value : null };
  return ok({ ...given, tariff, needs, alerts });
}

/** Whether the allowance has to give something for a fill of this product at this time. */
export function counts(allowance: Allowance, fill: CountedFill): boolean {
  return allowance.limit === null || limitCounts(allowance.limit, fill);
}

/**
 * What bounds one fill whatever is left: the least of the card's own, its group's and contract's.
 */
export function ceilingsOf(card: CardCeilings, rules: readonly OwnedRules[] = []): Ceilings {
  const least = (name: keyof CardCeilings, measure: Ceiling['measure']): Ceiling | null => {
    const own = card[name];
    let found: Ceiling | null = own === null ? null : { value: own, owner: 'card', measure };
    for (const { ownerKind: owner, rules: theirs } of rules) {
      const value = theirs[name];
      if (value !== null && (found === null || value < found.value)) {
        found = { value, owner, measure };
      }
    }
    return found;
  };
  return {
    transactionMaxMinor: least('transactionMaxMinor', 'money'),
    transactionMaxMl: least('transactionMaxMl', 'volume'),
    tankCapacityMl: least('tankCapacityMl', 'volume'),
    pumpMaxMl: PUMP_MAX_ML,
  };
}

type CardCeilings = Pick<Card, 'transactionMaxMinor' | 'transactionMaxMl' | 'tankCapacityMl'>;

type Barred = Result<never, AuthorizeRefusal>;

function barrier(q: AuthorizeQuestion): Barred | null {
  const { card, contract, place, product } = q;
  const expired = card.expiresOn !== null && localDate(q.atMs, contract.zone) > card.expiresOn;
  const pinBlocked = card.state === 'blocked' && card.blockReason === 'pin';
  const asNow = expired ? { ...card, state: expiredState(card) } : card;
  const byState = pinBlocked ? 'PIN_BLOCKED' : stateRefusal(asNow);
  if (byState !== null) return refuse(byState, cardParams(asNow));
  const byContract = contractRefusal(contract);
  if (byContract !== null) return refuse(byContract, contractParams(contract));
  const own = { owner: 'card', ownerId: card.cardId, liftedBy: 'client' };
  if (!acceptedAt(card.stationIds, place)) {
    return refuse('STATION_NOT_ALLOWED', { rule: 'stations', ...own });
  }
  if (card.productIds !== null && !card.productIds.includes(product.productId)) {
    return refuse('PRODUCT_NOT_ALLOWED', { rule: 'products', ...own });
  }
  const stop = listStop(q.rules, place, product);
  if (stop !== null) return refuse(stop.code, listParams(stop));
  return product.unit === 'litre' ? null : refuse('UNIT_MISMATCH');
}

/** The pause between two authorizations, by what this side knows of the last one. */
function pauseRefusal({ rules, lastSaleAtMs, atMs }: AuthorizeQuestion): Barred | null {
  if (lastSaleAtMs === null) return null;
  const pause = longestPause(rules);
  if (pause === null || atMs >= lastSaleAtMs + pause.pauseMs) return null;
  return refuse('PAUSE_NOT_OVER', pauseParams(pause, lastSaleAtMs));
}

/**
 * A card that was stopped by a person stays so after its last day: the stop says more than the
 * date.
 */
function expiredState(card: Card): Card['state'] {
  return card.state === 'active' ? 'expired' : card.state;
}

function pinRefusal({ card, pin }: AuthorizeQuestion): Barred | null {
  // Vouched for: the back office has spoken to the station itself (voice authorization).
  if (!card.pinRequired || pin === 'right' || pin === 'vouched') return null;
  if (pin === 'unavailable') return refuse('PIN_OFFLINE_UNAVAILABLE');
  if (pin === 'wrong') return refuse('PIN_INVALID');
  return refuse('PIN_REQUIRED');
}

function askedQuantity(
  ask: Ask,
  tariff: Tariff,
  passable: Passable,
): Result<Quantity, AuthorizeRefusal> {
  if (ask.by === 'full') {
    // Nothing passes: ask for the smallest fill, so that the refusal names what decides.
    const volumeMl = Math.max(1, passable.volumeMl);
    return ok({ amountMinor: totalOf(tariff, volumeMl), volumeMl, count: 1 });
  }
  if (ask.by === 'volume') {
    if (ask.volumeMl <= 0) return refuse('VOLUME_INVALID');
    const { volumeMl } = ask;
    return ok({ amountMinor: totalOf(tariff, volumeMl), volumeMl, count: 1 });
  }
  // One above the pump's most: enough to be refused, and every amount stays exact.
  const volumeMl = volumeWithin(tariff, Math.max(0, ask.amountMinor), PUMP_MAX_ML + 1);
  if (volumeMl <= 0) return refuse('AMOUNT_INVALID');
  return ok({ amountMinor: ask.amountMinor, volumeMl, count: 1 });
}

interface Bounds {
  readonly passable: Passable;
  readonly counted: readonly Allowance[];
  readonly ceilings: Ceilings;
  readonly available: (allowance: Allowance) => number;
}

function exceeds(quantity: Quantity, { passable, counted, ceilings, available }: Bounds): boolean {
  if (quantity.volumeMl > passable.volumeMl) return true;
  // An ask by money may exceed a money rule by less than one millilitre is worth.
  const maxMinor = ceilings.transactionMaxMinor?.value;
  if (maxMinor !== undefined && quantity.amountMinor > maxMinor) return true;
  return counted.some(
    (allowance) =>
      !onlyAlerts(allowance) && inMeasure(quantity, allowance.measure) > available(allowance),
  );
}

function takesLess(ask: Ask): boolean {
  return ask.by !== 'full' && ask.partial === true;
}
