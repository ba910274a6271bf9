import { z } from 'zod';
import * as r from '../records.ts';
import { commandId, done, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

export const redemption = z.strictObject({
  redemptionId: s.id,
  allowanceKey: r.assetKey,
  contractId: s.key,
  stationId: s.key,
  workstationId: s.key,
  operatorId: s.key,
  quantity: s.quantity,
  leaseId: s.key.nullable(),
  mode: z.enum(['online', 'offline']),
  state: z.enum(['held', 'captured', 'reversed']),
  heldAtMs: s.atMs,
  closedAtMs: s.atMs.nullable(),
  volumeMl: s.volumeMl.nullable(),
});
export type RedemptionRecord = z.infer<typeof redemption>;

/** What a voucher is for, as far as a desk without the link judges it. */
export const voucherTerms = z.strictObject({ productId: s.key });
export type VoucherTerms = z.infer<typeof voucherTerms>;

const points = z.int().min(1).max(1_000_000_000);

/** Points and vouchers: the core that loyalty and talon programmes build on. */
export const assetRoutes = {
  'points.open': post('/v1/points', 'user', 'contract.change', {
    input: z.strictObject({
      ...commandId,
      contractId: s.key,
      pointsAccountId: s.key,
      programmeId: s.key,
    }),
    answer: done,
  }),
  'points.accrue': post('/v1/points/accrue', 'user', 'contract.change', {
    input: z.strictObject({ ...commandId, pointsAccountId: s.key, saleId: s.id, points }),
    answer: done,
  }),
  'points.reverse-accrual': post('/v1/points/reverse', 'user', 'contract.change', {
    input: z.strictObject({ ...commandId, pointsAccountId: s.key, saleId: s.id }),
    answer: done,
  }),
  'voucher.issue': post('/v1/vouchers', 'user', 'contract.change', {
    input: z.strictObject({
      ...commandId,
      contractId: s.key,
      vouchers: z
        .array(
          z.strictObject({
            voucherId: s.key,
            productId: s.key,
            nominalMl: s.volumeMl,
            priceMinorPerLitre: s.amountMinor,
            validTo: s.localDate,
            stationIds: z.array(s.key).max(10_000).nullable(),
          }),
        )
        .min(1)
        .max(500),
    }),
    answer: done,
  }),
  'voucher.block': post('/v1/vouchers/block', 'user', 'card.block', {
    input: z.strictObject({ ...commandId, voucherId: s.key }),
    answer: done,
  }),
  'asset.redeem': post('/v1/redemptions', 'desk', 'sale.make', {
    input: z.strictObject({
      redemptionId: s.id,
      allowanceKey: r.assetKey,
      quantity: s.quantity,
      productId: s.key.nullable(),
      /** Whether leases may be called back from other workstations for it. */
      recall: z.boolean().optional(),
    }),
    answer: redemption,
  }),
  /** The right to redeem without the link: some points, or one voucher. */
  'asset.lease': post('/v1/redemptions/lease', 'workstation', null, {
    input: z.strictObject({
      ...commandId,
      allowanceKey: r.assetKey,
      wanted: s.quantity,
      /** Whether to say what a voucher is for: a workstation of before does not know the field. */
      terms: z.boolean().optional(),
    }),
    answer: z.strictObject({
      grantId: s.id,
      allowanceKey: r.assetKey,
      contractId: s.key,
      leases: z.array(r.lease),
      /** Absent for points, and where nobody asked. */
      voucher: voucherTerms.optional(),
      keyId: s.key,
      /** Ed25519 of the backend over the canonical JSON of all fields above. */
      signature: s.base64,
    }),
  }),
} as const satisfies Record<string, Route>;
