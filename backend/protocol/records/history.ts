import { z } from 'zod';
import * as s from '../shapes.ts';
import { statementLine } from './statement.ts';

/** A calendar month, `2026-11`. */
export const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/u);

/** Sums of a month of a client, a contract, a station or the network, or of a part of it (N-15). */
export const monthRow = z.strictObject({
  month,
  currency: s.currency,
  /** The product, station or contract that the row is about; null for all of them. */
  partId: s.key.nullable(),
  partName: z.string().max(300).nullable(),
  saleCount: s.count,
  volumeMl: s.total,
  /** Fuel alone, after its discount. */
  saleMinor: s.total,
  refundCount: s.count,
  refundVolumeMl: s.total,
  refundMinor: s.total,
  /** Less what refunds of the month gave back, perhaps of an earlier one. */
  feeMinor: z.int(),
  discountMinor: z.int(),
  vatMinor: z.int(),
});
export type MonthRecord = z.infer<typeof monthRow>;

/** An operation that was searched for, with whose it is (acceptance §4.3). */
export const foundOperation = statementLine.extend({
  contractId: s.key,
  contractNumber: s.name,
  clientName: s.name,
  currency: s.currency,
  zone: s.zone,
});
export type FoundOperation = z.infer<typeof foundOperation>;
