import type { Allowance } from '../limit/allowance.ts';
import { amountOf, volumeFor, VOLUME_MAX_ML } from '../money/money.ts';

/** The largest fill that would pass, and what would stop anything larger. */
export interface Passable {
  readonly volumeMl: number;
  readonly amountMinor: number;
  /** What decides: an allowance, one of the card's own ceilings, or the pump's. */
  readonly deciding: Deciding;
}

export type Deciding =
  | { readonly kind: 'allowance'; readonly allowance: Allowance }
  | { readonly kind: 'transaction-max' }
  | { readonly kind: 'tank' }
  | { readonly kind: 'pump' };

export interface Ceilings {
  readonly transactionMaxMinor: number | null;
  readonly transactionMaxMl: number | null;
  readonly tankCapacityMl: number | null;
  /** The most that one fill at a pump can be. */
  readonly pumpMaxMl: number;
}

export interface PassableQuestion {
  readonly priceMinorPerLitre: number;
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
  const { priceMinorPerLitre, ceilings, allowances, available } = question;
  let volumeMl = ceilings.pumpMaxMl;
  let deciding: Deciding = { kind: 'pump' };
  const narrow = (candidateMl: number, by: Deciding): void => {
    if (candidateMl >= volumeMl) return;
    volumeMl = candidateMl;
    deciding = by;
  };
  narrow(ceilings.tankCapacityMl ?? VOLUME_MAX_ML, { kind: 'tank' });
  narrow(ceilings.transactionMaxMl ?? VOLUME_MAX_ML, { kind: 'transaction-max' });
  if (ceilings.transactionMaxMinor !== null) {
    narrow(volumeFor(ceilings.transactionMaxMinor, priceMinorPerLitre), {
      kind: 'transaction-max',
    });
  }
  for (const allowance of allowances) {
    const passesMl = volumeWithin(allowance, available(allowance), priceMinorPerLitre);
    narrow(passesMl, { kind: 'allowance', allowance });
  }
  return { volumeMl, amountMinor: amountOf(priceMinorPerLitre, volumeMl), deciding };
}

function volumeWithin(allowance: Allowance, left: number, priceMinorPerLitre: number): number {
  if (allowance.measure === 'volume') return left;
  if (allowance.measure === 'money') return volumeFor(left, priceMinorPerLitre);
  return left >= 1 ? VOLUME_MAX_ML : 0;
}
