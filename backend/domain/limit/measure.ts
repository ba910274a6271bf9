/** What a limit counts: minor units of the contract's currency, millilitres, or fills. */
export type Measure = 'money' | 'volume' | 'count';

/** What one fill takes from everything that counts it. All three are known for every fill. */
export interface Quantity {
  readonly amountMinor: number;
  readonly volumeMl: number;
  readonly count: number;
}

/** The part of `quantity` that a limit with this measure counts, in the measure's own unit. */
export function inMeasure(quantity: Quantity, measure: Measure): number {
  if (measure === 'money') return quantity.amountMinor;
  if (measure === 'volume') return quantity.volumeMl;
  return quantity.count;
}
