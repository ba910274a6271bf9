import { z } from 'zod';
import * as s from '../shapes.ts';
import { limitAlerts } from './sale.ts';

/**
 * A line of a statement: a captured sale, a fee, a refund, a payment or its correction (rows O-17,
 * N-15; acceptance §2.2 operation line, C3).
 */
export const statementLine = z.strictObject({
  /** Of a fee the id of its fill and its own. */
  lineId: z.string().regex(/^[A-Za-z0-9._:-]{1,200}$/u),
  kind: z.enum(['sale', 'fee', 'refund', 'top-up', 'storno', 'owed', 'voucher']),
  /** Where it stands in the books. */
  atMs: s.atMs,
  /** When it happened: a payment's day at the bank, a late sale's own instant. */
  effectiveAtMs: s.atMs.nullable().default(null),
  cardId: s.key.nullable(),
  panMasked: z.string().max(30).nullable(),
  stationId: s.key.nullable(),
  stationName: s.name.nullable(),
  productId: s.key.nullable(),
  productName: s.name.nullable(),
  pumpNumber: z.int().nullable(),
  volumeMl: s.volumeMl,
  priceMinorPerLitre: s.amountMinor.nullable(),
  /** Before the discount; null where the line is no fuel. */
  listPriceMinorPerLitre: s.amountMinor.nullable().default(null),
  discountMinor: s.amountMinor.default(0),
  /** Negative for what the client pays out, positive for what comes to him. */
  amountMinor: z.int(),
  vatRateBp: z.int().nullable(),
  vatMinor: s.amountMinor,
  /** entered: by hand from a paper slip (architecture §7). */
  mode: z.enum(['online', 'offline', 'entered']).nullable(),
  /** Who entered it by hand. */
  enteredBy: s.name.nullable().default(null),
  slipNumber: s.count.nullable(),
  /** The sale of a fee or a refund, the payment that is taken back. */
  linkedId: z.string().max(200).nullable().default(null),
  /** A fee's name, a refund's reason, why it was entered by hand, a payment's memo. */
  text: s.shortText.nullable().default(null),
  /** Limits that the fill went above and that only want it known. */
  alerts: limitAlerts,
});
export type StatementLine = z.infer<typeof statementLine>;

export const statementTotals = z.strictObject({
  saleCount: s.count,
  volumeMl: s.total,
  /** Fuel alone; fees stand beside it. */
  saleAmountMinor: s.total,
  /** Of fuel and fees, less what refunds gave back; a period of refunds alone is below zero. */
  vatMinor: z.int(),
  feeMinor: z.int().default(0),
  refundCount: s.count.default(0),
  refundVolumeMl: s.total.default(0),
  refundMinor: s.total.default(0),
  topUpMinor: s.total,
  stornoMinor: s.total.default(0),
  owedMinor: s.total.default(0),
  voucherMinor: s.total.default(0),
});
export type StatementTotals = z.infer<typeof statementTotals>;

export const statement = z.strictObject({
  subjectKind: z.enum(['card', 'contract']),
  subjectId: s.key,
  title: z.string().max(300),
  currency: s.currency,
  zone: s.zone,
  fromMs: s.atMs,
  toMs: s.atMs,
  asOfMs: s.atMs,
  /**
   * Of a contract: balance before and after the period; null for a card, which has no money of its
   * own.
   */
  openingMinor: z.int().nullable(),
  closingMinor: z.int().nullable(),
  totals: statementTotals,
  lines: z.array(statementLine),
  /**
   * Keyset cursor of the next page; null on the last. Totals are of the whole period, not of the
   * page.
   */
  nextCursor: z.string().max(200).nullable(),
});
export type Statement = z.infer<typeof statement>;
