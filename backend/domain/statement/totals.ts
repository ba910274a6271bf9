/** A line of a statement as its totals need it. */
export interface CountedLine {
  readonly kind: StatementKind;
  readonly volumeMl: number;
  /** Negative for what the client pays out, positive for what comes to him. */
  readonly amountMinor: number;
  readonly vatMinor: number;
}

/**
 * A fill, a fee of one (negative) or of its refund (positive), a refund, a payment, one taken back,
 * money of a closed contract that is to be paid out, or what vouchers cost when they were issued.
 */
export type StatementKind = 'sale' | 'fee' | 'refund' | 'top-up' | 'storno' | 'owed' | 'voucher';

export interface StatementTotals {
  readonly saleCount: number;
  readonly volumeMl: number;
  /** Fuel alone; fees stand beside it. */
  readonly saleAmountMinor: number;
  /** VAT of fuel and fees, less what refunds gave back. */
  readonly vatMinor: number;
  /** Fees, less those that refunds gave back. */
  readonly feeMinor: number;
  readonly refundCount: number;
  readonly refundVolumeMl: number;
  /** Fuel alone. */
  readonly refundMinor: number;
  readonly topUpMinor: number;
  /** Payments that were taken back. */
  readonly stornoMinor: number;
  readonly owedMinor: number;
  /** Vouchers, paid when they were issued. */
  readonly voucherMinor: number;
}

/**
 * Totals of a statement: sums of its lines and nothing else. VAT is the sum of the lines' VAT,
 * never computed anew from a total (architecture §4). Whoever sums elsewhere (a database, a
 * workbook) is held to this by tests.
 */
export function totalsOf(lines: readonly CountedLine[]): StatementTotals {
  const of = (kind: StatementKind): readonly CountedLine[] =>
    lines.filter((line) => line.kind === kind);
  const [sales, fees, refunds] = [of('sale'), of('fee'), of('refund')];
  const sign = (line: CountedLine): number => (line.amountMinor > 0 ? -1 : 1);
  return {
    saleCount: sales.length,
    volumeMl: sumOf(sales, (line) => line.volumeMl),
    saleAmountMinor: sumOf(sales, (line) => -line.amountMinor),
    vatMinor: sumOf([...sales, ...fees, ...refunds], (line) => sign(line) * line.vatMinor),
    feeMinor: sumOf(fees, (line) => -line.amountMinor),
    refundCount: refunds.length,
    refundVolumeMl: sumOf(refunds, (line) => line.volumeMl),
    refundMinor: sumOf(refunds, (line) => line.amountMinor),
    topUpMinor: sumOf(of('top-up'), (line) => line.amountMinor),
    stornoMinor: sumOf(of('storno'), (line) => -line.amountMinor),
    owedMinor: sumOf(of('owed'), (line) => -line.amountMinor),
    voucherMinor: sumOf(of('voucher'), (line) => -line.amountMinor),
  };
}

/** Totals of two sets of lines that have none in common. */
export function addTotals(a: StatementTotals, b: StatementTotals): StatementTotals {
  return {
    saleCount: a.saleCount + b.saleCount,
    volumeMl: a.volumeMl + b.volumeMl,
    saleAmountMinor: a.saleAmountMinor + b.saleAmountMinor,
    vatMinor: a.vatMinor + b.vatMinor,
    feeMinor: a.feeMinor + b.feeMinor,
    refundCount: a.refundCount + b.refundCount,
    refundVolumeMl: a.refundVolumeMl + b.refundVolumeMl,
    refundMinor: a.refundMinor + b.refundMinor,
    topUpMinor: a.topUpMinor + b.topUpMinor,
    stornoMinor: a.stornoMinor + b.stornoMinor,
    owedMinor: a.owedMinor + b.owedMinor,
    voucherMinor: a.voucherMinor + b.voucherMinor,
  };
}

/** The balance after a period: what was there, what came, what went (I3). */
export function closingMinor(openingMinor: number, totals: StatementTotals): number {
  const came = totals.topUpMinor + totals.refundMinor;
  const sold = totals.saleAmountMinor + totals.feeMinor + totals.voucherMinor;
  const went = sold + totals.stornoMinor + totals.owedMinor;
  return openingMinor + came - went;
}

function sumOf(lines: readonly CountedLine[], of: (line: CountedLine) => number): number {
  // From 0 upwards: a sum of nothing is 0, never -0.
  return lines.reduce((sum, line) => sum + of(line), 0);
}
