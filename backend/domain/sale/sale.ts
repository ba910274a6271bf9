import { assert } from '../assert.ts';
import { inMeasure, type Measure, type Quantity } from '../limit/measure.ts';
import { alertsOfCaptured, type LimitAlert } from './limit-alert.ts';
import { lineTotals, type SaleLine } from './sale-line.ts';
import { linesFor, tariffFrom } from './tariff.ts';

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
  /** What a litre costs on this fill, after the discount. */
  readonly priceMinorPerLitre: number;
  readonly vatRateBp: number;
  readonly mode: SaleMode;
  readonly state: SaleState;
  readonly authorizedAtMs: number;
  readonly holdAmountMinor: number;
  readonly holdVolumeMl: number;
  /** How far above its hold the contract's terms of that instant let it be captured. */
  readonly toleranceMl: number;
  readonly parts: readonly SalePart[];
  /** Fuel and fees: of the hold until it is captured. */
  readonly lines: readonly SaleLine[];
  /** Limits that let it pass above their amount: by what was held until it is captured. */
  readonly alerts: readonly LimitAlert[];
  readonly closedAtMs: number | null;
  /**
   * The instant under which the books show it: that of its authorization, or the first open one
   * when that day was locked already. Null until captured.
   */
  readonly bookedAtMs: number | null;
  /** Sums of the lines; zero until captured. */
  readonly amountMinor: number;
  readonly volumeMl: number;
  readonly vatMinor: number;
  /** The part of the amount that is fees. */
  readonly feeMinor: number;
  readonly slipNumber: number | null;
  /** How much of the volume was given back by refunds. */
  readonly refundedMl: number;
  /** True for a hold that the office gave up, not its workstation. */
  readonly voided: boolean;
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

/** What a sale has before it is captured. */
export const NOT_CAPTURED = {
  closedAtMs: null,
  bookedAtMs: null,
  amountMinor: 0,
  volumeMl: 0,
  vatMinor: 0,
  feeMinor: 0,
  slipNumber: null,
  refundedMl: 0,
  voided: false,
} as const;

/** The most that may be captured of a hold, in millilitres. */
export function captureMaxMl(sale: Sale): number {
  return sale.holdVolumeMl + sale.toleranceMl;
}

/**
 * Why this capture cannot be booked, or null. Above its hold a capture passes only as far as the
 * contract's terms allowed when the hold was given (I1).
 */
export function captureRefusal(sale: Sale, volumeMl: number): CaptureRefusal | null {
  // What the office gave up and was filled all the same is late truth, never refused.
  if (sale.state === 'reversed' && !sale.voided) return 'SALE_REVERSED';
  if (sale.state === 'captured') return 'SALE_ALREADY_CAPTURED';
  if (volumeMl <= 0) return 'VOLUME_INVALID';
  return volumeMl > captureMaxMl(sale) ? 'CAPTURE_ABOVE_HOLD' : null;
}

/** The sale as captured; its prices, fees and VAT rates are those of the authorization. */
export function captured(sale: Sale, capture: Capture): Sale {
  const { volumeMl, capturedAtMs, slipNumber } = capture;
  assert(captureRefusal(sale, volumeMl) === null, 'capture must be checked first');
  const lines = linesFor(tariffFrom(sale.lines), volumeMl);
  const taken = { lines, ...lineTotals(lines), volumeMl };
  return {
    ...sale,
    ...taken,
    state: 'captured',
    closedAtMs: capturedAtMs,
    bookedAtMs: sale.authorizedAtMs,
    slipNumber,
    alerts: alertsOfCaptured({ ...sale, ...taken }),
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

/** What is left of a sale: nothing unless it is captured, less what was given back since. */
export function soldQuantity(sale: Sale): Quantity {
  return sale.state === 'captured' ? remainingQuantity(sale, sale.refundedMl) : NOTHING;
}

const NOTHING: Quantity = { amountMinor: 0, volumeMl: 0, count: 0 };

/** What a captured sale takes once this much of it was given back. */
export function remainingQuantity(sale: Sale, refundedMl: number): Quantity {
  if (refundedMl === 0) return { amountMinor: sale.amountMinor, volumeMl: sale.volumeMl, count: 1 };
  const volumeMl = sale.volumeMl - refundedMl;
  if (volumeMl === 0) return NOTHING;
  const { amountMinor } = lineTotals(linesFor(tariffFrom(sale.lines), volumeMl));
  return { amountMinor, volumeMl, count: 1 };
}

/** What the parts of a hold did not reserve of a capture above it; empty in any other case. */
export interface Overrun {
  readonly allowanceKey: string;
  readonly measure: Measure;
  readonly quantity: number;
}

/**
 * How far a capture went above its hold, per allowance that counts it: nobody reserved that, so it
 * is counted as it is, and what it makes too much is exposure (I1).
 */
export function overrunsOf(sale: Sale, sold: Quantity): readonly Overrun[] {
  const { holdAmountMinor, holdVolumeMl } = sale;
  if (sold.volumeMl <= holdVolumeMl && sold.amountMinor <= holdAmountMinor) return [];
  const hold: Quantity = { amountMinor: holdAmountMinor, volumeMl: holdVolumeMl, count: 1 };
  const overruns = new Map<string, Overrun>();
  for (const { allowanceKey, measure } of sale.parts) {
    const quantity = inMeasure(sold, measure) - inMeasure(hold, measure);
    if (quantity > 0) overruns.set(allowanceKey, { allowanceKey, measure, quantity });
  }
  return [...overruns.values()];
}

/** What a sale takes of each allowance when this much of it was sold, in the measure's unit. */
export function takenByKey(sale: Sale, sold: Quantity): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  const add = (key: string, quantity: number): void => {
    taken.set(key, (taken.get(key) ?? 0) + quantity);
  };
  for (const outcome of partOutcomes(sale.parts, sold))
    add(outcome.part.allowanceKey, outcome.taken);
  for (const { allowanceKey, quantity } of overrunsOf(sale, sold)) add(allowanceKey, quantity);
  return taken;
}
