import type { Allowance } from '../limit/allowance.ts';
import type { LimitSubject } from '../limit/limit.ts';
import { VOLUME_MAX_ML } from '../money/money.ts';
import { totalOf, volumeWithin, type Rates } from './tariff.ts';

/** The largest fill that would pass, and what would stop anything larger. */
export interface Passable {
  readonly volumeMl: number;
  readonly amountMinor: number;
  /** What decides: an allowance, a ceiling of card, group or contract, or the pump's. */
  readonly deciding: Deciding;
}

export type Deciding =
  | { readonly kind: 'allowance'; readonly allowance: Allowance }
  | { readonly kind: 'transaction-max' | 'tank'; readonly ceiling: Ceiling }
  | { readonly kind: 'pump' };

/** A bound of every single fill, and whose rule it is. */
export interface Ceiling {
  readonly value: number;
  readonly measure: 'money' | 'volume';
  readonly owner: LimitSubject;
}

export interface Ceilings {
  readonly transactionMaxMinor: Ceiling | null;
  readonly transactionMaxMl: Ceiling | null;
  readonly tankCapacityMl: Ceiling | null;
  /** The most that one fill at a pump can be. */
  readonly pumpMaxMl: number;
}

export interface PassableQuestion {
  readonly rates: Rates;
  readonly ceilings: Ceilings;
  /** Every allowance that counts this product, contract money included. */
  readonly allowances: readonly Allowance[];
  /**
   * What each allowance may still give: its free part online, what the workstation holds leases for
   * offline.
   */
  readonly available: (allowance: Allowance) => number;
}

/**
 * The largest fill that passes everything at once: all rules are evaluated, the most restrictive
 * decides (architecture §5, acceptance §4.6).
 */
export function largestPassable(question: PassableQuestion): Passable {
  const { rates, ceilings, allowances, available } = question;
  let volumeMl = ceilings.pumpMaxMl;
  let deciding: Deciding = { kind: 'pump' };
  const narrow = (candidateMl: number, by: Deciding): void => {
    if (candidateMl >= volumeMl) return;
    volumeMl = candidateMl;
    deciding = by;
  };
  const { tankCapacityMl: tank, transactionMaxMl: maxMl, transactionMaxMinor: maxMinor } = ceilings;
  if (tank !== null) narrow(tank.value, { kind: 'tank', ceiling: tank });
  if (maxMl !== null) narrow(maxMl.value, { kind: 'transaction-max', ceiling: maxMl });
  if (maxMinor !== null) {
    const passesMl = volumeWithin(rates, maxMinor.value, ceilings.pumpMaxMl);
    narrow(passesMl, { kind: 'transaction-max', ceiling: maxMinor });
  }
  for (const allowance of allowances) {
    if (onlyAlerts(allowance)) continue;
    const passesMl = passing(allowance, available(allowance), question);
    narrow(passesMl, { kind: 'allowance', allowance });
  }
  return { volumeMl, amountMinor: totalOf(rates, volumeMl), deciding };
}

/** Whether the allowance lets everything pass and only tells when it is too much. */
export function onlyAlerts({ limit }: Allowance): boolean {
  return limit?.action === 'alert';
}

function passing(
  allowance: Allowance,
  left: number,
  { rates, ceilings }: PassableQuestion,
): number {
  if (allowance.measure === 'volume') return left;
  if (allowance.measure === 'money') return volumeWithin(rates, left, ceilings.pumpMaxMl);
  return left >= 1 ? VOLUME_MAX_ML : 0;
}
