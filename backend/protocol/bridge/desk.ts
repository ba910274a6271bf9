import { z } from 'zod';
import * as r from '../records.ts';
import * as sales from '../records/sale.ts';
import { routes } from '../routes.ts';
import * as s from '../shapes.ts';

/** What a window asks for a fill, from the question to the slip and the refund. */

/** The content of a terminal slip (acceptance §3.1 item 4). */
export const slip = z.strictObject({
  slipNumber: s.count,
  kind: z.enum(['sale', 'refund']),
  /** Of a refund: the slip of its sale. */
  saleSlipNumber: s.count.nullable(),
  sellerName: s.name,
  sellerTaxId: z.string().max(20).nullable(),
  stationName: s.name,
  stationAddress: s.shortText.nullable(),
  zone: s.zone,
  atMs: s.atMs,
  workstationName: s.name,
  panMasked: z.string().max(30),
  contractNumber: s.name,
  productName: s.name,
  pumpNumber: z.int(),
  volumeMl: s.volumeMl,
  priceMinorPerLitre: s.amountMinor,
  /** Fuel, discount and each fee (acceptance C3); of a refund, what is given back of each. */
  lines: sales.saleLines,
  amountMinor: s.amountMinor,
  vatRateBp: z.int(),
  vatMinor: s.amountMinor,
  currency: s.currency,
  mode: z.enum(['online', 'offline']),
  remainders: z.array(r.remainder),
  operatorName: s.name,
});
export type Slip = z.infer<typeof slip>;

/** A fill on this workstation, from its journal. */
export const fill = z.strictObject({
  sale: sales.sale,
  panMasked: z.string().max(30),
  productName: s.name,
  currency: s.currency,
  stale: z.boolean(),
  /** Whether the backend has acknowledged everything about it. */
  sent: z.boolean(),
});
export type Fill = z.infer<typeof fill>;

const done = z.strictObject({ done: z.literal(true) });

export const deskBridge = {
  /**
   * The slip of a card inquiry or a refusal is made by the window; a sale's slip is the journal's.
   */
  'sale:authorize': {
    input: z.strictObject({
      saleId: s.id,
      cardId: s.key,
      productId: s.key,
      pumpNumber: z.int().min(1).max(99),
      ask: routes['sale.authorize'].input.shape.ask,
      pin: s.pin.nullable(),
    }),
    answer: fill,
  },
  /** «Can this purchase pass?» Offline it is answered from the leases here. */
  'sale:preview': {
    input: routes['sale.preview'].input,
    answer: routes['sale.preview'].answer,
  },
  'sale:enter': {
    input: routes['sale.enter'].input,
    answer: routes['sale.enter'].answer,
  },
  'sale:enterPreview': {
    input: routes['sale.enter-preview'].input,
    answer: routes['sale.enter-preview'].answer,
  },
  'sale:capture': {
    input: z.strictObject({ saleId: s.id, volumeMl: s.volumeMl }),
    answer: fill,
  },
  'sale:reverse': { input: z.strictObject({ saleId: s.id }), answer: done },
  'sale:open': { input: s.empty, answer: z.strictObject({ fills: z.array(fill) }) },
  'sale:recent': {
    input: z.strictObject({ limit: z.int().min(1).max(200) }),
    answer: z.strictObject({ fills: z.array(fill) }),
  },
  /**
   * Of an own fill with the link or without, through the journal; of one that was sold elsewhere
   * only with the link.
   */
  'refund:make': {
    input: routes['sale.refund'].input,
    answer: z.strictObject({
      refund: sales.refund,
      /** refused: the backend did not book it, and nothing was given back. */
      state: z.enum(['booked', 'queued', 'refused']),
      code: z.string().max(60).nullable(),
    }),
  },
  'sale:slip': { input: z.strictObject({ saleId: s.id }), answer: slip },
  'refund:slip': { input: z.strictObject({ refundId: s.id }), answer: slip },

  /** What is read out to the back office when a fill has no leases and there is no link. */
  'voice:challenge': {
    input: z.strictObject({
      cardId: s.key,
      productId: s.key,
      pumpNumber: z.int().min(1).max(99),
      volumeMl: s.volumeMl,
    }),
    answer: z.strictObject({
      counter: s.count,
      challenge: z.string().max(40),
      workstationName: s.name,
      panMasked: z.string().max(30),
      productName: s.name,
      volumeMl: s.volumeMl,
      endsAtMs: s.atMs,
    }),
  },
  'voice:authorize': {
    input: z.strictObject({ counter: s.count, code: z.string().max(20) }),
    answer: fill,
  },
  'redemption:reserve': {
    input: z.strictObject({ allowanceKey: r.assetKey, wanted: s.quantity }),
    answer: z.strictObject({ leased: s.quantity }),
  },
  'redemption:redeem': {
    input: z.strictObject({
      redemptionId: s.id,
      allowanceKey: r.assetKey,
      quantity: s.quantity,
      productId: s.key.nullable(),
    }),
    answer: routes['asset.redeem'].answer,
  },
  'redemption:capture': {
    input: z.strictObject({ redemptionId: s.id, volumeMl: s.volumeMl.nullable() }),
    answer: routes['asset.redeem'].answer,
  },
  'redemption:reverse': { input: z.strictObject({ redemptionId: s.id }), answer: done },
} as const satisfies Record<string, { input: z.ZodType; answer: z.ZodType }>;
