import { contractAccountId } from '#domain/ledger/ledger.ts';
import { closingMinor, type StatementTotals } from '#domain/statement/totals.ts';
import type { Sql } from '../sql.ts';
import { PAYMENT_KINDS } from './operation.ts';
import { fillsOf, type FillsOf } from './statement-lines.ts';

export interface Span {
  readonly subjectId: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** The only client whose operations are looked at; null for all. */
  readonly clientId: string | null;
}

type SaleSums = Pick<
  StatementTotals,
  'saleCount' | 'volumeMl' | 'saleAmountMinor' | 'feeMinor' | 'vatMinor'
>;

interface RefundSums extends Pick<
  StatementTotals,
  'refundCount' | 'refundVolumeMl' | 'refundMinor'
> {
  readonly feeBackMinor: number;
  readonly vatBackMinor: number;
}

type PaymentSums = Pick<
  StatementTotals,
  'topUpMinor' | 'stornoMinor' | 'owedMinor' | 'voucherMinor'
>;

const NO_PAYMENTS: PaymentSums = {
  topUpMinor: 0,
  stornoMinor: 0,
  owedMinor: 0,
  voucherMinor: 0,
};

const saleSums = (of: FillsOf): string => `
  SELECT count(*) AS saleCount, coalesce(sum(volume_ml), 0) AS volumeMl,
    coalesce(sum(amount_minor - fee_minor), 0) AS saleAmountMinor,
    coalesce(sum(fee_minor), 0) AS feeMinor, coalesce(sum(vat_minor), 0) AS vatMinor
  FROM sale
  WHERE ${fillsOf('sale', of)} AND state = 'captured'
    AND booked_at_ms >= @fromMs AND booked_at_ms < @toMs`;

const refundSums = (of: FillsOf): string => `
  SELECT count(*) AS refundCount, coalesce(sum(volume_ml), 0) AS refundVolumeMl,
    coalesce(sum(amount_minor - fee_minor), 0) AS refundMinor,
    coalesce(sum(fee_minor), 0) AS feeBackMinor, coalesce(sum(vat_minor), 0) AS vatBackMinor
  FROM refund
  WHERE ${fillsOf('refund', of)}
    AND booked_at_ms >= @fromMs AND booked_at_ms < @toMs`;

const SUM_OF = (kind: string): string =>
  `coalesce(sum(CASE kind WHEN '${kind}' THEN amount_minor ELSE 0 END), 0)`;

const SQL = {
  payments: `
    SELECT ${SUM_OF('top-up')} AS topUpMinor, ${SUM_OF('storno')} AS stornoMinor,
      ${SUM_OF('owed')} AS owedMinor, ${SUM_OF('voucher')} AS voucherMinor
    FROM transfer
    WHERE contract_id = @subjectId AND kind IN ${PAYMENT_KINDS}
      AND at_ms >= @fromMs AND at_ms < @toMs`,
  closing: `
    SELECT ends_at_ms AS endsAtMs, credits_minor - debits_minor AS balanceMinor
    FROM account_closing WHERE account_id = @accountId AND ends_at_ms <= @atMs
    ORDER BY ends_at_ms DESC LIMIT 1`,
};

/** The totals of a period: sums over indexes that hold them, without the rows themselves. */
export async function totalsIn(
  sql: Sql,
  subjectKind: 'card' | 'contract',
  span: Span,
): Promise<StatementTotals> {
  const of: FillsOf = { column: `${subjectKind}_id`, clientId: span.clientId };
  const sales = await first<SaleSums>(sql, saleSums(of), span);
  const { feeBackMinor, vatBackMinor, ...refunds } = await first<RefundSums>(
    sql,
    refundSums(of),
    span,
  );
  const payments =
    subjectKind === 'card' ? NO_PAYMENTS : await first<PaymentSums>(sql, SQL.payments, span);
  return {
    ...sales,
    ...refunds,
    ...payments,
    feeMinor: sales.feeMinor - feeBackMinor,
    vatMinor: sales.vatMinor - vatBackMinor,
  };
}

/**
 * The balance of a contract at an instant: the last daily closing before it, and what was booked
 * since. Without any closing everything from the beginning is summed.
 */
export async function balanceAt(sql: Sql, contractId: string, atMs: number): Promise<number> {
  const closing = await sql.get<{ endsAtMs: number; balanceMinor: number }>(SQL.closing, {
    accountId: contractAccountId(contractId),
    atMs,
  });
  const fromMs = closing?.endsAtMs ?? 0;
  const span = { subjectId: contractId, fromMs, toMs: atMs, clientId: null };
  return closingMinor(closing?.balanceMinor ?? 0, await totalsIn(sql, 'contract', span));
}

async function first<Row>(sql: Sql, text: string, span: Span): Promise<Row> {
  const row = await sql.get<Row>(text, span);
  if (row === undefined) throw new Error('a sum is a row');
  return row;
}
