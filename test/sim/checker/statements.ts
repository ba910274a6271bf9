import type { StatementEvidence } from './evidence.ts';
import type { LedgerTables } from './tables/ledger-tables.ts';

/** I3: what a statement says, its lines and the ledger are the same to the last minor unit. */

interface Sums {
  saleCount: number;
  volumeMl: number;
  saleAmountMinor: number;
  vatMinor: number;
  refundMinor: number;
  topUpMinor: number;
  voucherMinor: number;
  owedMinor: number;
}

const NOTHING: Sums = {
  saleCount: 0,
  volumeMl: 0,
  saleAmountMinor: 0,
  vatMinor: 0,
  refundMinor: 0,
  topUpMinor: 0,
  voucherMinor: 0,
  owedMinor: 0,
};

/**
 * A statement up to today is all captured sales up to then, what came back of them, all payments
 * and all vouchers that were bought, and its totals are their sums. A workstation whose clock was
 * ahead may have dated an operation later than today.
 */
export function statementAgrees(statement: StatementEvidence, ledger: LedgerTables): string[] {
  const { contractId, totals, openingMinor, closingMinor } = statement;
  const real = inLedger(statement, ledger);
  const ofLines = inLines(statement);
  const found: string[] = [];
  const text = (sums: Sums): string => Object.values(sums).join('/');
  const { saleCount, volumeMl, saleAmountMinor, vatMinor } = totals;
  const { refundMinor, topUpMinor, voucherMinor, owedMinor } = totals;
  const ofSales = { saleCount, volumeMl, saleAmountMinor, vatMinor };
  const named = { ...ofSales, refundMinor, topUpMinor, voucherMinor, owedMinor };
  if (text(named) !== text(real) || text(ofLines) !== text(real)) {
    const said = `${text(named)} over lines of ${text(ofLines)}`;
    found.push(`statement of ${contractId} says ${said}, the ledger ${text(real)}`);
  }
  const came = real.topUpMinor + real.refundMinor;
  const went = real.saleAmountMinor + real.voucherMinor + real.owedMinor;
  const balance = came - went;
  if (openingMinor !== 0 || closingMinor !== balance) {
    found.push(`statement of ${contractId} ends at ${closingMinor}, its account at ${balance}`);
  }
  return found;
}

function inLedger({ contractId, toMs }: StatementEvidence, ledger: LedgerTables): Sums {
  const real = { ...NOTHING };
  for (const sale of ledger.sales) {
    if (sale.contract_id !== contractId || sale.state !== 'captured') continue;
    if (sale.authorized_at_ms >= toMs) continue;
    real.saleCount += 1;
    real.volumeMl += sale.volume_ml;
    real.saleAmountMinor += sale.amount_minor;
    real.vatMinor += sale.vat_minor;
  }
  for (const refund of ledger.refunds.values()) {
    if (refund.contract_id !== contractId || refund.booked_at_ms >= toMs) continue;
    real.refundMinor += refund.amount_minor;
    real.owedMinor += ledger.transfers.get(`${refund.refund_id}/owed`)?.amount_minor ?? 0;
    real.vatMinor -= refund.vat_minor;
  }
  for (const { kind, contract_id, amount_minor } of ledger.transfers.values()) {
    if (contract_id !== contractId) continue;
    if (kind === 'top-up') real.topUpMinor += amount_minor;
    if (kind === 'voucher') real.voucherMinor += amount_minor;
  }
  return real;
}

function inLines({ lines }: StatementEvidence): Sums {
  const sums = { ...NOTHING };
  for (const { kind, volumeMl, amountMinor, vatMinor } of lines) {
    if (kind === 'sale') {
      sums.saleCount += 1;
      sums.volumeMl += volumeMl;
      sums.saleAmountMinor -= amountMinor;
      sums.vatMinor += vatMinor;
    } else if (kind === 'refund') {
      sums.refundMinor += amountMinor;
      sums.vatMinor -= vatMinor;
    } else if (kind === 'top-up') sums.topUpMinor += amountMinor;
    else if (kind === 'voucher') sums.voucherMinor -= amountMinor;
    else if (kind === 'owed') sums.owedMinor -= amountMinor;
  }
  return sums;
}
