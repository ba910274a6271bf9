/** The few figures that the tables are made of. Nothing here knows what was measured. */

/** The value in the middle; of an even number of values, between the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}

/**
 * Nearest rank: the smallest value that at least `share` of all values do not exceed, so always one
 * that was measured.
 * @param share above 0 and at most 1: 0.99 for p99
 */
export function percentile(values: readonly number[], share: number): number {
  if (!(share > 0 && share <= 1)) throw new RangeError(`a share lies in (0, 1], not ${share}`);
  const sorted = ascending(values);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}

/** What one round measured of both sides, one after the other. */
export interface Pair {
  readonly product: number;
  readonly reference: number;
}

export interface Paired extends Pair {
  /** Median over the rounds of product ÷ reference inside a round. */
  readonly ratio: number;
  readonly ratioMin: number;
  readonly ratioMax: number;
}

/**
 * Medians of both sides, and of their ratio inside each round: what disturbs the machine for a
 * while disturbs both sides of a round.
 */
export function paired(rounds: readonly Pair[]): Paired {
  const ratios = rounds.map(({ product, reference }) => product / reference);
  return {
    product: median(rounds.map(({ product }) => product)),
    reference: median(rounds.map(({ reference }) => reference)),
    ratio: median(ratios),
    ratioMin: Math.min(...ratios),
    ratioMax: Math.max(...ratios),
  };
}

function ascending(values: readonly number[]): readonly number[] {
  if (values.length === 0) throw new RangeError('no values');
  return values.toSorted((a, b) => a - b);
}
