import { z } from 'zod';
import * as r from '../records.ts';
import { purchasePreview } from '../records/limits.ts';
import * as sales from '../records/sale.ts';
import { commandId, done, get, listOf, page, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

const paperSlip = {
  cardId: s.key,
  stationId: s.key,
  productId: s.key,
  pumpNumber: z.int().min(0).max(99),
  volumeMl: s.volumeMl.min(1),
  filledAtMs: s.atMs,
  slipNumber: s.count.min(1),
};

/** Refunds, holds that nobody ended, and the books of the office. */
export const ledgerRoutes = {
  'sale.refund': post('/v1/sales/refund', 'desk', 'sale.refund', {
    input: z.strictObject({
      ...commandId,
      saleId: s.id,
      /** The card that was shown; null when it goes to the account without it. */
      cardId: s.key.nullable(),
      to: z.enum(['card', 'account']),
      volumeMl: s.volumeMl,
      reason: s.name,
    }),
    answer: sales.refund,
  }),
  /** A fill that was written on paper while everything was down (architecture §7). */
  'sale.enter': post('/v1/sales/enter', 'desk', 'sale.enter', {
    input: z.strictObject({ ...commandId, ...paperSlip, reason: s.name }),
    answer: sales.sale,
  }),
  'sale.enter-preview': {
    ...post('/v1/sales/enter/preview', 'desk', 'sale.enter', {
      input: z.strictObject(paperSlip),
      answer: z.strictObject({
        sale: sales.sale,
        /** As of the fill; not passing, it is booked all the same and is exposure. */
        preview: purchasePreview,
        /** How many slips the person may still enter today. */
        leftToday: s.count,
      }),
    }),
    changes: false,
  },
  'hold.list': get('/v1/holds', 'user', 'sale.view', {
    input: z.strictObject({ ...page }),
    answer: listOf(r.staleHold),
  }),
  'hold.void': post('/v1/holds/void', 'user', 'hold.void', {
    input: z.strictObject({ ...commandId, saleId: s.id }),
    answer: done,
  }),
  'contract.set-terms': post('/v1/contracts/terms', 'user', 'contract.change', {
    input: z.strictObject({ ...commandId, contractId: s.key, terms: r.contractTerms }),
    answer: done,
  }),
  'ledger.correct': post('/v1/ledger/correct', 'user', 'ledger.correct', {
    input: z.strictObject({
      ...commandId,
      contractId: s.key,
      transferId: s.key,
      /** What the payment should have been; 0 when it was none of this client's. */
      rightAmountMinor: s.amountMinor,
      reason: s.name,
      /** True once the person has seen that the entry's period is locked. */
      knowsLocked: z.boolean(),
    }),
    answer: done,
  }),
  'ledger.lock-period': post('/v1/ledger/lock', 'user', 'ledger.lock', {
    input: z.strictObject({ ...commandId, throughDate: s.localDate }),
    answer: done,
  }),
  'ledger.reopen-period': post('/v1/ledger/reopen', 'user', 'ledger.reopen', {
    input: z.strictObject({
      ...commandId,
      /** The last day that stays locked; null opens everything. */
      throughDate: s.localDate.nullable(),
      reason: s.name,
    }),
    answer: done,
  }),
  'ledger.locks': get('/v1/ledger/locks', 'user', 'statement.view', {
    input: s.empty,
    answer: listOf(r.periodLock),
  }),
  'ledger.closings': get('/v1/ledger/closings', 'user', 'statement.view', {
    input: z.strictObject({ ...page, contractId: s.key }),
    answer: listOf(r.closing),
  }),
} as const satisfies Record<string, Route>;
