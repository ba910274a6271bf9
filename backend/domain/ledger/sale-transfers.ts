import type { Refund } from '../sale/refund.ts';
import type { Sale } from '../sale/sale.ts';
import {
  book,
  contractAccountId,
  feesAccountId,
  pend,
  post,
  refundsAccountId,
  revenueAccountId,
  voidTransfer,
  type NewTransfer,
  type TransferStep,
} from './ledger.ts';

export interface RefundAccounts {
  readonly currency: string;
  /** The station that sold it; the refund may be made at another. */
  readonly stationId: string;
  /** A closed contract gets no money back that could be spent again. */
  readonly isClosed: boolean;
}

/** Reserves what a hold may come to on its contract's account, for the station's revenue. */
export function holdTransfer(sale: Sale, currency: string): TransferStep {
  return pend(saleTransfer(sale, currency));
}

function saleTransfer(sale: Sale, currency: string): NewTransfer {
  return {
    transferId: sale.saleId,
    kind: 'sale',
    debitAccountId: contractAccountId(sale.contractId),
    creditAccountId: revenueAccountId(sale.stationId, currency),
    amountMinor: sale.holdAmountMinor,
    atMs: sale.authorizedAtMs,
    effectiveAtMs: sale.authorizedAtMs,
    linkedId: null,
    memo: '',
  };
}

/**
 * What a capture moves: the fuel out of the reserve, each fee to its own account, and what goes
 * above the reserve as an entry of its own. Together they are the sale's amount.
 */
export function captureTransfers(sale: Sale, currency: string): readonly TransferStep[] {
  const hold = saleTransfer(sale, currency);
  const { holdAmountMinor, amountMinor, feeMinor } = sale;
  const atMs = sale.bookedAtMs ?? sale.authorizedAtMs;
  const fuelMinor = amountMinor - feeMinor;
  const besideMinor = Math.min(feeMinor, holdAmountMinor);
  const reservedMinor = Math.min(fuelMinor, holdAmountMinor - besideMinor);
  const posted = post(pend(hold).transfer, { amountMinor: reservedMinor, atMs, besideMinor });
  const linked = { ...hold, atMs, linkedId: sale.saleId };
  const fees = sale.lines.flatMap((line): TransferStep[] => {
    if (line.kind !== 'fee' || line.amountMinor === 0) return [];
    const creditAccountId = feesAccountId(currency);
    const transferId = `${sale.saleId}/fee/${line.feeId}`;
    const { amountMinor: feeAmount, name: memo } = line;
    return [
      book({ ...linked, transferId, kind: 'fee', creditAccountId, amountMinor: feeAmount, memo }),
    ];
  });
  const overMinor = fuelMinor - reservedMinor;
  if (overMinor === 0) return [posted, ...fees];
  const overrun = { transferId: `${sale.saleId}/overrun`, kind: 'overrun' } as const;
  return [posted, ...fees, book({ ...linked, ...overrun, amountMinor: overMinor })];
}

/** What a fill moves whose hold was given up before it was told: all at once, from no reserve. */
export function lateTransfers(sale: Sale, currency: string): readonly TransferStep[] {
  return captureTransfers(sale, currency).map(({ step, transfer }) => {
    if (step !== 'post') return { step, transfer };
    const late = { ...transfer, transferId: `${transfer.transferId}/late`, linkedId: sale.saleId };
    return book(late);
  });
}

/** Gives the whole reserve of a hold up. */
export function reverseTransfer(sale: Sale, currency: string): TransferStep {
  return voidTransfer(pend(saleTransfer(sale, currency)).transfer);
}

/**
 * What a refund moves back to the contract: the fuel from the station's revenue, each fee from
 * where it went. A closed contract cannot spend it: it goes on to what is owed to its client.
 */
export function refundTransfers(
  refund: Refund,
  { currency, stationId, isClosed }: RefundAccounts,
): readonly TransferStep[] {
  const { refundId, contractId, saleId, bookedAtMs, refundedAtMs, reason } = refund;
  const creditAccountId = contractAccountId(contractId);
  const base = {
    kind: 'refund',
    creditAccountId,
    atMs: bookedAtMs,
    effectiveAtMs: refundedAtMs,
    linkedId: saleId,
    memo: reason,
  } as const;
  const back = refund.lines
    .filter((line) => line.amountMinor > 0)
    .map((line) => {
      const isFuel = line.kind === 'fuel';
      return book({
        ...base,
        transferId: isFuel ? refundId : `${refundId}/fee/${line.feeId}`,
        debitAccountId: isFuel ? revenueAccountId(stationId, currency) : feesAccountId(currency),
        amountMinor: line.amountMinor,
      });
    });
  if (!isClosed || refund.amountMinor === 0) return back;
  const owed = book({
    ...base,
    kind: 'owed',
    transferId: `${refundId}/owed`,
    debitAccountId: creditAccountId,
    creditAccountId: refundsAccountId(contractId),
    amountMinor: refund.amountMinor,
    linkedId: refundId,
  });
  return [...back, owed];
}
