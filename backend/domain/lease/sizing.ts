import { free, type Allowance } from '../limit/allowance.ts';
import { inMeasure, type Quantity } from '../limit/measure.ts';

/**
 * Share of a card's window that its most visited station may hold; simulated as giving the fewest
 * wrong refusals (architecture §7).
 */
const HOME_CARD_PERCENT = 70;
/** Share of a card's window that any other station may hold, by demand. */
const AWAY_CARD_PERCENT = 30;
/** All leases on a contract's limit or money together. */
const CONTRACT_PERCENT = 50;

export interface LeaseDemand {
  readonly allowance: Allowance;
  /** What the workstation expects to sell on the card before it next hears from the authority. */
  readonly wanted: Quantity;
  /** Whether this is the card's most visited station. */
  readonly home: boolean;
  /** Outstanding leases of this workstation on the allowance. */
  readonly leasedHere: number;
}

/**
 * How much to lease now, in the allowance's unit; zero when nothing is due. Never more than is free
 * (I1).
 */
export function leaseSize({ allowance, wanted, home, leasedHere }: LeaseDemand): number {
  const demand = inMeasure(wanted, allowance.measure);
  const ownedByCard = allowance.limit?.subjectKind === 'card';
  const target = ownedByCard ? cardTarget(allowance, home, demand) : demand;
  const wantedMore = Math.max(0, target - leasedHere);
  const room = ownedByCard ? free(allowance) : contractRoom(allowance);
  return Math.min(wantedMore, room, free(allowance));
}

function cardTarget(allowance: Allowance, home: boolean, demand: number): number {
  if (home) return atLeastOneFill(allowance, HOME_CARD_PERCENT);
  return Math.min(demand, atLeastOneFill(allowance, AWAY_CARD_PERCENT));
}

/** A share of one fill is no use to anybody, so counts round up. */
function atLeastOneFill(allowance: Allowance, percent: number): number {
  const part = Math.floor((allowance.amount * percent) / 100);
  return allowance.measure === 'count' ? Math.max(1, part) : part;
}

function contractRoom(allowance: Allowance): number {
  const cap = atLeastOneFill(allowance, CONTRACT_PERCENT);
  return Math.max(0, cap - allowance.counters.leased);
}
