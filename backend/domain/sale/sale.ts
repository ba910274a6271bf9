import { assert } from '../assert.ts';
import { inMeasure, type Measure, type Quantity } from '../limit/measure.ts';
import { amountOf } from '../money/money.ts';
import { vatOf } from '../money/vat.ts';

export type SaleState = 'held' | 'captured' | 'reversed';
export type SaleMode = 'online' | 'offline';

/**
 * A part of a fill's hold on one allowance, or on one lease of it. Amounts are in the unit of the
 * measure.
 */
export interface SalePart {
  readonly allowanceKey: string;
  readonly measure: Measure;
  readonly held: number;
  /** The lease that pays for this part; null when the authority itself decided. */
  readonly leaseId: string | null;
}

/** One fill from hold to capture or reversal (architecture §6). */
export interface Sale {
  readonly saleId: string;
  readonly cardId: string;
  readonly contractId: string;
  readonly stationId: string;
  readonly workstationId: string;
  readonly operatorId: string;
  readonly pumpNumber: number;
  readonly productId: string;
  readonly priceMinorPerLitre: number;
  readonly vatRateBp: number;
  readonly mode: SaleMode;
  readonly state: SaleState;
  readonly authorizedAtMs: number;
  readonly holdAmountMinor: number;
  readonly holdVolumeMl: number;
  readonly parts: readonly SalePart[];
  readonly closedAtMs: number | null;
  /** Zero until captured. */
  readonly amountMinor: number;
  readonly volumeMl: number;
  readonly vatMinor: number;
  readonly slipNumber: number | null;
}

/**
 * After this a hold is shown as stale. It stays counted: nothing is given away because of time
 * alone (architecture §6).
 */
export const HOLD_STALE_AFTER_MS = 30 * 60_000;

export type CaptureRefusal =
  'CAPTURE_ABOVE_HOLD' | 'SALE_REVERSED' | 'SALE_ALREADY_CAPTURED' | 'VOLUME_INVALID';

export interface Capture {
  readonly volumeMl: number;
  readonly capturedAtMs: number;
  readonly slipNumber: number | null;
}

/** Why this capture cannot be booked, or null. A capture above its hold never passes (I1). */
export function captureRefusal(sale: Sale, volumeMl: number): CaptureRefusal | null {
  if (sale.state === 'reversed') return 'SALE_REVERSED';
  if (sale.state === 'captured') return 'SALE_ALREADY_CAPTURED';
  if (volumeMl <= 0) return 'VOLUME_INVALID';
  return volumeMl > sale.holdVolumeMl ? 'CAPTURE_ABOVE_HOLD' : null;
}

/** The sale as captured; its price and VAT rate are those of the authorization. */
export function captured(sale: Sale, capture: Capture): Sale {
  assert(captureRefusal(sale, capture.volumeMl) === null, 'capture must be checked first');
  const amountMinor = amountOf(sale.priceMinorPerLitre, capture.volumeMl);
  return {
    ...sale,
    state: 'captured',
    closedAtMs: capture.capturedAtMs,
    amountMinor,
    volumeMl: capture.volumeMl,
    vatMinor: vatOf(amountMinor, sale.vatRateBp),
    slipNumber: capture.slipNumber,
  };
}

/** The sale as reversed: nothing was sold, everything held goes back. */
export function reversed(sale: Sale, reversedAtMs: number): Sale {
  assert(sale.state === 'held', 'only an open hold is reversed');
  return { ...sale, state: 'reversed', closedAtMs: reversedAtMs };
}

export interface PartOutcome {
  readonly part: SalePart;
  /** How much of the part was really taken; the rest goes back where it came from. */
  readonly taken: number;
}

/**
 * Spreads what was really sold over the parts of the hold, in their order: an allowance that is
 * paid by several leases empties the first one first, on the workstation and at the authority
 * alike.
 */
export function partOutcomes(parts: readonly SalePart[], sold: Quantity): readonly PartOutcome[] {
  const leftByKey = new Map<string, number>();
  return parts.map((part) => {
    const left = leftByKey.get(part.allowanceKey) ?? inMeasure(sold, part.measure);
    const taken = Math.min(left, part.held);
    leftByKey.set(part.allowanceKey, left - taken);
    return { part, taken };
  });
}

/** What a sale took: nothing unless it is captured. */
export function soldQuantity(sale: Sale): Quantity {
  const count = sale.state === 'captured' ? 1 : 0;
  return { amountMinor: sale.amountMinor, volumeMl: sale.volumeMl, count };
}
