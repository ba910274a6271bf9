/** A line of a statement as its totals need it: a captured sale or a payment. */
export interface CountedLine {
  readonly kind: 'sale' | 'top-up';
  readonly volumeMl: number;
  /** Negative for what the client pays out, positive for what he pays in. */
  readonly amountMinor: number;
  readonly vatMinor: number;
}

export interface StatementTotals {
  readonly saleCount: number;
  readonly volumeMl: number;
  readonly saleAmountMinor: number;
  readonly vatMinor: number;
  readonly topUpMinor: number;
}

/**
 * Totals of a statement: sums of its lines and nothing else. VAT is the sum of the lines' VAT,
 * never computed anew from a total (architecture §4). Whoever sums elsewhere (a database, a
 * workbook) is held to this by tests.
 */
export function totalsOf(lines: readonly CountedLine[]): StatementTotals {
  const sales = lines.filter((line) => line.kind === 'sale');
  const topUps = lines.filter((line) => line.kind === 'top-up');
  return {
    saleCount: sales.length,
    volumeMl: sumOf(sales, (line) => line.volumeMl),
    saleAmountMinor: sumOf(sales, (line) => -line.amountMinor),
    vatMinor: sumOf(sales, (line) => line.vatMinor),
    topUpMinor: sumOf(topUps, (line) => line.amountMinor),
  };
}

/** The balance after a period: what was there, what came, what went (I3). */
export function closingMinor(openingMinor: number, totals: StatementTotals): number {
  return openingMinor + totals.topUpMinor - totals.saleAmountMinor;
}

function sumOf(lines: readonly CountedLine[], of: (line: CountedLine) => number): number {
  return lines.reduce((sum, line) => sum + of(line), 0);
}
