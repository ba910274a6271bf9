import type { Card } from '../card/card.ts';
import { stateRefusal } from '../card/card-state.ts';
import { contractRefusal, type Contract } from '../contract/contract.ts';
import { used, type Allowance } from '../limit/allowance.ts';
import { limitCounts } from '../limit/limit.ts';
import { inMeasure, type Measure, type Quantity } from '../limit/measure.ts';
import { amountOf, volumeFor } from '../money/money.ts';
import type { Product } from '../product/product.ts';
import { ok, refuse, type Params, type Result } from '../result.ts';
import { acceptedAt } from '../station/station.ts';
import { localDate } from '../time/local-date.ts';
import { largestPassable, type Ceilings, type Passable } from './passable.ts';

/** How much the driver asks for: litres, money, or as much as passes. */
export type Ask =
  | { readonly by: 'volume'; readonly volumeMl: number }
  | { readonly by: 'money'; readonly amountMinor: number }
  | { readonly by: 'full' };

/** What the deciding side knows about the PIN that was typed for this fill. */
export type PinCheck = 'not-asked' | 'absent' | 'right' | 'wrong' | 'unavailable';

export type AuthorizeRefusal =
  | 'CARD_BLOCKED'
  | 'CARD_LOST'
  | 'CARD_RETURNED'
  | 'CARD_CLOSED'
  | 'CARD_EXPIRED'
  | 'CONTRACT_CLOSED'
  | 'CONTRACT_NOT_SIGNED'
  | 'STATION_NOT_ALLOWED'
  | 'PRODUCT_NOT_ALLOWED'
  | 'UNIT_MISMATCH'
  | 'PRICE_NOT_SET'
  | 'PIN_REQUIRED'
  | 'PIN_INVALID'
  | 'PIN_BLOCKED'
  | 'PIN_OFFLINE_UNAVAILABLE'
  | 'VOLUME_INVALID'
  | 'AMOUNT_INVALID'
  | 'TRANSACTION_MAX_EXCEEDED'
  | 'TANK_CAPACITY_EXCEEDED'
  | 'PUMP_MAX_EXCEEDED'
  | 'LIMIT_EXCEEDED'
  | 'INSUFFICIENT_FUNDS';

export interface AuthorizeQuestion {
  readonly card: Card;
  readonly contract: Contract;
  readonly stationId: string;
  readonly product: Product;
  /** Null when no price is in force at the station. */
  readonly priceMinorPerLitre: number | null;
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
  readonly priceMinorPerLitre: number;
  /** What each allowance has to give for the hold. */
  readonly needs: readonly AllowanceNeed[];
}

export interface AllowanceNeed {
  readonly allowance: Allowance;
  readonly need: number;
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
  if (barred !== null) return refuse(barred);
  const price = question.priceMinorPerLitre;
  if (price === null) return refuse('PRICE_NOT_SET');
  const pinRefused = pinRefusal(question);
  if (pinRefused !== null) return pinRefused;
  const counted = question.allowances.filter((a) => counts(a, question.product));
  const passable = largestPassable({
    priceMinorPerLitre: price,
    ceilings: ceilingsOf(question.card),
    allowances: counted,
    available: question.available,
  });
  const quantity = askedQuantity(question.ask, price, passable);
  if (!quantity.ok) return quantity;
  if (exceeds(quantity.value, passable, counted, question)) {
    return refuse(...explain(passable, question.available));
  }
  const needs = counted.map((allowance) => ({
    allowance,
    need: inMeasure(quantity.value, allowance.measure),
  }));
  return ok({ quantity: quantity.value, priceMinorPerLitre: price, needs });
}

/** Whether the allowance has to give something for a fill of this product. */
export function counts(allowance: Allowance, product: Product): boolean {
  return allowance.limit === null || limitCounts(allowance.limit, product);
}

export function ceilingsOf(card: Card): Ceilings {
  return {
    transactionMaxMinor: card.transactionMaxMinor,
    transactionMaxMl: card.transactionMaxMl,
    tankCapacityMl: card.tankCapacityMl,
    pumpMaxMl: PUMP_MAX_ML,
  };
}

function barrier(q: AuthorizeQuestion): AuthorizeRefusal | null {
  const { card, contract, product } = q;
  const expired = card.expiresOn !== null && localDate(q.atMs, contract.zone) > card.expiresOn;
  if (card.state === 'blocked' && card.blockReason === 'pin') return 'PIN_BLOCKED';
  const byState = stateRefusal(expired ? { ...card, state: expiredState(card) } : card);
  if (byState !== null) return byState;
  const byContract = contractRefusal(contract);
  if (byContract !== null) return byContract;
  if (!acceptedAt(card.stationIds, q)) return 'STATION_NOT_ALLOWED';
  if (card.productIds !== null && !card.productIds.includes(product.productId)) {
    return 'PRODUCT_NOT_ALLOWED';
  }
  return product.unit === 'litre' ? null : 'UNIT_MISMATCH';
}

/**
 * A card that was stopped by a person stays so after its last day: the stop says more than the
 * date.
 */
function expiredState(card: Card): Card['state'] {
  return card.state === 'active' ? 'expired' : card.state;
}

function pinRefusal({ card, pin }: AuthorizeQuestion): Result<never, AuthorizeRefusal> | null {
  if (!card.pinRequired || pin === 'right') return null;
  if (pin === 'unavailable') return refuse('PIN_OFFLINE_UNAVAILABLE');
  if (pin === 'wrong') return refuse('PIN_INVALID');
  return refuse('PIN_REQUIRED');
}

function askedQuantity(
  ask: Ask,
  price: number,
  passable: Passable,
): Result<Quantity, AuthorizeRefusal> {
  if (ask.by === 'full') {
    // Nothing passes: ask for the smallest fill, so that the refusal names what decides.
    const volumeMl = Math.max(1, passable.volumeMl);
    return ok({ amountMinor: amountOf(price, volumeMl), volumeMl, count: 1 });
  }
  if (ask.by === 'volume') {
    if (ask.volumeMl <= 0) return refuse('VOLUME_INVALID');
    return ok({ amountMinor: amountOf(price, ask.volumeMl), volumeMl: ask.volumeMl, count: 1 });
  }
  const volumeMl = ask.amountMinor > 0 ? volumeFor(ask.amountMinor, price) : 0;
  if (volumeMl <= 0) return refuse('AMOUNT_INVALID');
  return ok({ amountMinor: ask.amountMinor, volumeMl, count: 1 });
}

function exceeds(
  quantity: Quantity,
  passable: Passable,
  allowances: readonly Allowance[],
  { available, card }: AuthorizeQuestion,
): boolean {
  if (quantity.volumeMl > passable.volumeMl) return true;
  // An ask by money may exceed a money rule by less than one millilitre is worth.
  if (card.transactionMaxMinor !== null && quantity.amountMinor > card.transactionMaxMinor)
    return true;
  return allowances.some((a) => inMeasure(quantity, a.measure) > available(a));
}

function explain(
  passable: Passable,
  available: (allowance: Allowance) => number,
): [AuthorizeRefusal, Params] {
  const largest: Params = {
    largestVolumeMl: passable.volumeMl,
    largestAmountMinor: passable.amountMinor,
  };
  const { deciding } = passable;
  if (deciding.kind === 'transaction-max') return ['TRANSACTION_MAX_EXCEEDED', largest];
  if (deciding.kind === 'tank') return ['TANK_CAPACITY_EXCEEDED', largest];
  if (deciding.kind === 'pump') return ['PUMP_MAX_EXCEEDED', largest];
  const params = { ...largest, ...allowanceParams(deciding.allowance, available) };
  return [deciding.allowance.limit === null ? 'INSUFFICIENT_FUNDS' : 'LIMIT_EXCEEDED', params];
}

const UNIT_SUFFIX: Readonly<Record<Measure, string>> = {
  money: 'Minor',
  volume: 'Ml',
  count: 'Count',
};

/**
 * Limit, used, left, owner and next reset of an allowance as refusal parameters; the name's end
 * tells the unit.
 */
export function allowanceParams(
  allowance: Allowance,
  available: (allowance: Allowance) => number,
): Params {
  const unit = UNIT_SUFFIX[allowance.measure];
  const { limit, window } = allowance;
  return {
    limitId: limit?.limitId ?? null,
    owner: limit?.subjectKind ?? 'contract',
    scope: limit?.scopeKind ?? 'all',
    scopeId: limit?.scopeId ?? null,
    measure: allowance.measure,
    period: limit?.period ?? null,
    [`total${unit}`]: allowance.amount,
    [`used${unit}`]: used(allowance.counters),
    [`left${unit}`]: available(allowance),
    nextResetAtMs: window?.endsAtMs ?? null,
  };
}
