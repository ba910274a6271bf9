import { assert } from '../assert.ts';
import { moneyAllowanceKey } from '../limit/allowance.ts';
import { lineDifference, lineTotals, type SaleLine } from './sale-line.ts';
import { remainingQuantity, soldQuantity, takenByKey, type Sale } from './sale.ts';
import { linesFor, tariffFrom } from './tariff.ts';

/**
 * Where a refund goes: to the card that is shown again, or to the account of its contract when the
 * card is not there (acceptance §3.1 item 2).
 */
export type RefundTo = 'card' | 'account';

/** Part of a captured sale, or all of it, given back: linked to it, and at its prices and VAT. */
export interface Refund {
  readonly refundId: string;
  readonly saleId: string;
  readonly contractId: string;
  readonly cardId: string;
  readonly stationId: string;
  /** Null when it was made in the office. */
  readonly workstationId: string | null;
  readonly operatorId: string;
  readonly to: RefundTo;
  readonly reason: string;
  readonly volumeMl: number;
  readonly lines: readonly SaleLine[];
  readonly amountMinor: number;
  readonly vatMinor: number;
  readonly feeMinor: number;
  readonly refundedAtMs: number;
  /** The instant under which the books show it. */
  readonly bookedAtMs: number;
  readonly slipNumber: number | null;
}

export type RefundRefusal = 'SALE_NOT_CAPTURED' | 'VOLUME_INVALID' | 'REFUND_ABOVE_SALE';

/** How much of a sale may still be given back, in millilitres. */
export function refundMaxMl(sale: Sale): number {
  return sale.state === 'captured' ? sale.volumeMl - sale.refundedMl : 0;
}

/** Why this volume cannot be given back, or null: never more than captured minus refunded. */
export function refundRefusal(sale: Sale, volumeMl: number): RefundRefusal | null {
  if (sale.state !== 'captured') return 'SALE_NOT_CAPTURED';
  if (volumeMl <= 0) return 'VOLUME_INVALID';
  return volumeMl > refundMaxMl(sale) ? 'REFUND_ABOVE_SALE' : null;
}

/** What of each allowance a refund gives back to the window of the sale's authorization. */
export interface UsageBack {
  readonly allowanceKey: string;
  /** True for the contract's money; false for a limit's window. */
  readonly isMoney: boolean;
  readonly quantity: number;
}

export interface Refunded {
  /** The sale with this much less left of it. */
  readonly sale: Sale;
  readonly lines: readonly SaleLine[];
  readonly amountMinor: number;
  readonly vatMinor: number;
  readonly feeMinor: number;
  readonly usageBack: readonly UsageBack[];
}

/**
 * Gives part of a sale back. Each refund is the difference of what the sale was before and is
 * after it, so that all refunds together never give back more than the sale took, to the last
 * minor unit.
 */
export function refunded(sale: Sale, volumeMl: number): Refunded {
  assert(refundRefusal(sale, volumeMl) === null, 'a refund must be checked first');
  const after: Sale = { ...sale, refundedMl: sale.refundedMl + volumeMl };
  const lines = lineDifference(linesLeft(sale), linesLeft(after));
  const taken = takenByKey(sale, soldQuantity(sale));
  const still = takenByKey(sale, remainingQuantity(sale, after.refundedMl));
  const usageBack = [...taken].flatMap(([allowanceKey, quantity]): UsageBack[] => {
    const back = quantity - (still.get(allowanceKey) ?? 0);
    const isMoney = allowanceKey === moneyAllowanceKey(sale.contractId);
    return back > 0 ? [{ allowanceKey, isMoney, quantity: back }] : [];
  });
  return { sale: after, lines, ...lineTotals(lines), usageBack };
}

/** The lines of what is left of a captured sale. */
function linesLeft(sale: Sale): readonly SaleLine[] {
  return linesFor(tariffFrom(sale.lines), refundMaxMl(sale));
}
