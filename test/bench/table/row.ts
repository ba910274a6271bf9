import { paired, type Pair } from './statistics.ts';
import type { Target } from './target.ts';

export type Unit = 'ms' | 's' | 'µs' | 'per s' | 'MiB' | 'count' | '%' | '×';

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
  /** What the product promises of the figure; absent for what is only shown. */
  readonly target?: Target;
}

interface PairedRow {
  readonly what: string;
  readonly unit: Unit;
  readonly against: string;
  readonly rounds: readonly Pair[];
  readonly how: string;
  readonly target?: Target;
}

/** A row of rounds in which both sides were measured in turn. */
export function pairedRow({ rounds, how, ...rest }: PairedRow): Row {
  const { product, reference, ratio, ratioMin, ratioMax } = paired(rounds);
  const spread = `ratio ${ratioMin.toFixed(2)}–${ratioMax.toFixed(2)}`;
  const howMeasured = `${how}; medians of ${rounds.length} rounds in turn, ${spread}`;
  return { ...rest, product, reference, ratio, how: howMeasured };
}

/** A row with one figure and nothing against it. */
export function singleRow(row: Pick<Row, 'what' | 'unit' | 'product' | 'how' | 'target'>): Row {
  return { ...row, reference: null, against: '', ratio: null };
}
