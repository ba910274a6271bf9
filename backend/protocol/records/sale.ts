import { z } from 'zod';
import { feeCharge, allowanceKey } from '../records.ts';
import * as s from '../shapes.ts';

// Parts and lines are hashed with a journal, in the order of their names: here they stand in it.

export const salePart = z.strictObject({
  allowanceKey,
  held: s.quantity,
  leaseId: s.key.nullable(),
  measure: s.measure,
});

const taxed = {
  vatMinor: s.amountMinor,
  vatRateBp: z.int().min(0).max(10_000),
};

/** A line of a fill on paper: the fuel, or a fee (acceptance C3). */
export const saleLine = z.discriminatedUnion('kind', [
  z.strictObject({
    amountMinor: s.amountMinor,
    discountMinor: s.amountMinor,
    kind: z.literal('fuel'),
    listPriceMinorPerLitre: s.amountMinor,
    priceMinorPerLitre: s.amountMinor,
    productId: s.key,
    ...taxed,
    volumeMl: s.volumeMl,
  }),
  z.strictObject({
    amountMinor: s.amountMinor,
    charge: feeCharge,
    feeId: s.key,
    kind: z.literal('fee'),
    name: s.name,
    ...taxed,
  }),
]);
/** A limit that let a fill pass above its amount (row X-15), as it was then. */
export const limitAlert = z.strictObject({
  limitId: s.key,
  allowanceKey,
  subjectKind: z.enum(['card', 'card-group', 'contract']),
  measure: s.measure,
  period: s.period,
  amount: s.quantity,
  above: s.quantity,
});
export const limitAlerts = z.array(limitAlert).max(100).readonly().default([]);

export const saleLines = z.array(saleLine).max(21);

export const sale = z.strictObject({
  saleId: s.id,
  cardId: s.key,
  contractId: s.key,
  stationId: s.key,
  workstationId: s.key,
  operatorId: s.key,
  pumpNumber: z.int().min(0).max(99),
  productId: s.key,
  priceMinorPerLitre: s.amountMinor,
  vatRateBp: z.int().min(0).max(10_000),
  mode: z.enum(['online', 'offline']),
  state: z.enum(['held', 'captured', 'reversed']),
  authorizedAtMs: s.atMs,
  holdAmountMinor: s.amountMinor,
  holdVolumeMl: s.volumeMl,
  toleranceMl: s.volumeMl.default(0),
  parts: z.array(salePart).max(100),
  /** Of the hold until it is captured; a backend of before tells none. */
  lines: saleLines.default([]),
  alerts: limitAlerts,
  closedAtMs: s.atMs.nullable(),
  bookedAtMs: s.atMs.nullable().default(null),
  amountMinor: s.amountMinor,
  volumeMl: s.volumeMl,
  vatMinor: s.amountMinor,
  feeMinor: s.amountMinor.default(0),
  slipNumber: s.count.nullable(),
  refundedMl: s.volumeMl.default(0),
  voided: z.boolean().default(false),
});
export type SaleRecord = z.infer<typeof sale>;

/** Part of a fill, or all of it, given back; linked to it (acceptance §3.1 item 2). */
export const refund = z.strictObject({
  refundId: s.id,
  saleId: s.id,
  contractId: s.key,
  cardId: s.key,
  stationId: s.key,
  workstationId: s.key.nullable(),
  operatorId: s.key,
  to: z.enum(['card', 'account']),
  reason: s.name,
  volumeMl: s.volumeMl,
  lines: saleLines,
  amountMinor: s.amountMinor,
  vatMinor: s.amountMinor,
  feeMinor: s.amountMinor,
  refundedAtMs: s.atMs,
  bookedAtMs: s.atMs,
  slipNumber: s.count.nullable(),
});
