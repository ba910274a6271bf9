import { totalsOf } from '#domain/statement/totals.ts';
import type { Statement, StatementLine, StatementTotals } from '#protocol/records/statement.ts';

/** What of the loaded lines is shown; null and empty stand for everything. */
export interface LineFilter {
  readonly kind: StatementLine['kind'] | null;
  readonly productId: string | null;
  readonly stationId: string | null;
}

export const everyLine: LineFilter = { kind: null, productId: null, stationId: null };

export function isFiltered(filter: LineFilter): boolean {
  return Object.values(filter).some((wanted) => wanted !== null);
}

export function filterLines(
  lines: readonly StatementLine[],
  { kind, productId, stationId }: LineFilter,
): readonly StatementLine[] {
  return lines.filter(
    (line) =>
      (kind === null || line.kind === kind) &&
      (productId === null || line.productId === productId) &&
      (stationId === null || line.stationId === stationId),
  );
}

/**
 * Sums of lines in the units of the lines: what the totals of the whole period must equal, and what
 * a filter left over (rows N-15, O-17).
 */
export function sumLines(lines: readonly StatementLine[]): StatementTotals {
  return totalsOf(lines);
}

export interface BalanceCheck {
  readonly openingMinor: number;
  readonly inMinor: number;
  readonly outMinor: number;
  readonly closingMinor: number;
  /** How far opening + in − out is from closing; 0 when the books agree. */
  readonly differenceMinor: number;
}

/** Opening + in − out = closing, of a contract; null for a card, which has no money of its own. */
export function balanceCheck(
  statement: Pick<Statement, 'openingMinor' | 'closingMinor' | 'totals'>,
): BalanceCheck | null {
  const { openingMinor, closingMinor, totals } = statement;
  if (openingMinor === null || closingMinor === null) return null;
  const inMinor = totals.topUpMinor + totals.refundMinor;
  const sold = totals.saleAmountMinor + totals.feeMinor + totals.voucherMinor;
  const outMinor = sold + totals.stornoMinor + totals.owedMinor;
  const differenceMinor = openingMinor + inMinor - outMinor - closingMinor;
  return { openingMinor, inMinor, outMinor, closingMinor, differenceMinor };
}

/** Different values of a field in the lines, as choices of a filter, each with its name. */
export function choicesOf(
  lines: readonly StatementLine[],
  field: 'product' | 'station',
): readonly { readonly value: string; readonly label: string }[] {
  const names = new Map<string, string>();
  for (const line of lines) {
    const [id, name] =
      field === 'product' ? [line.productId, line.productName] : [line.stationId, line.stationName];
    if (id !== null) names.set(id, name ?? id);
  }
  return [...names].map(([value, label]) => ({ value, label }));
}
