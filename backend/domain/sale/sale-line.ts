import type { FeeCharge } from '../contract/terms.ts';

/**
 * What a fill consists of on paper: the fuel, and each fee on a line of its own (acceptance C3).
 * A line keeps the rates it was computed with, so that nothing has to be looked up later.
 */
export type SaleLine = FuelLine | FeeLine;

interface Taxed {
  /** With VAT, in minor units. */
  readonly amountMinor: number;
  readonly vatRateBp: number;
  /** Half up per line; totals sum these (architecture §4). */
  readonly vatMinor: number;
}

export interface FuelLine extends Taxed {
  readonly kind: 'fuel';
  readonly productId: string;
  readonly volumeMl: number;
  readonly listPriceMinorPerLitre: number;
  /** After the discount: price × volume is the amount. */
  readonly priceMinorPerLitre: number;
  /** What the same volume would have cost more on the list. */
  readonly discountMinor: number;
}

export interface FeeLine extends Taxed {
  readonly kind: 'fee';
  readonly feeId: string;
  readonly name: string;
  readonly charge: FeeCharge;
}

export interface LineTotals {
  readonly amountMinor: number;
  readonly vatMinor: number;
  /** The part of the amount that is fees. */
  readonly feeMinor: number;
}

/** Sums of lines and nothing else. */
export function lineTotals(lines: readonly SaleLine[]): LineTotals {
  let amountMinor = 0;
  let vatMinor = 0;
  let feeMinor = 0;
  for (const line of lines) {
    amountMinor += line.amountMinor;
    vatMinor += line.vatMinor;
    if (line.kind === 'fee') feeMinor += line.amountMinor;
  }
  return { amountMinor, vatMinor, feeMinor };
}

/**
 * The lines that are left of `before` once `after` is what remains of the same fill: the lines of a
 * refund. Differences of two exact computations, so that all refunds of a fill together are the
 * fill, to the last minor unit.
 */
export function lineDifference(
  before: readonly SaleLine[],
  after: readonly SaleLine[],
): readonly SaleLine[] {
  const lines = before.map((line): SaleLine => {
    const rest = after.find((candidate) => lineKey(candidate) === lineKey(line));
    if (rest === undefined) return line;
    const amounts = {
      amountMinor: line.amountMinor - rest.amountMinor,
      vatMinor: line.vatMinor - rest.vatMinor,
    };
    if (line.kind === 'fee' || rest.kind === 'fee') return { ...line, ...amounts };
    const volumeMl = line.volumeMl - rest.volumeMl;
    return {
      ...line,
      ...amounts,
      volumeMl,
      // What is left may have rounded up where the whole did not; nobody is charged a discount.
      discountMinor: Math.max(0, line.discountMinor - rest.discountMinor),
    };
  });
  // A fee per fill comes back with the last of the fuel, not before.
  return lines.filter((line) => line.kind === 'fuel' || line.amountMinor > 0);
}

function lineKey(line: SaleLine): string {
  return line.kind === 'fuel' ? `fuel ${line.productId}` : `fee ${line.feeId}`;
}
