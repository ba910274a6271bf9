import { paired, type Pair } from './statistics.ts';

export type Unit = 'ms' | 'per s' | 'MiB';

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly unit: Unit;
  readonly product: number;
  /** Null where nothing stands against the product. */
  readonly reference: number | null;
  /** What the reference is; empty without one. */
  readonly against: string;
  /** product ÷ reference, so below 1 is good for times and memory, above 1 for rates. */
  readonly ratio: number | null;
  readonly how: string;
}

interface PairedRow {
  readonly what: string;
  readonly unit: Unit;
  readonly against: string;
  readonly rounds: readonly Pair[];
  readonly how: string;
}

/** A row of rounds in which both sides were measured in turn. */
export function pairedRow({ what, unit, against, rounds, how }: PairedRow): Row {
  const { product, reference, ratio, ratioMin, ratioMax } = paired(rounds);
  const spread = `ratio ${ratioMin.toFixed(2)}–${ratioMax.toFixed(2)}`;
  const howMeasured = `${how}; medians of ${rounds.length} rounds in turn, ${spread}`;
  return { what, unit, product, reference, against, ratio, how: howMeasured };
}
