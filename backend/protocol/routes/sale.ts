import { z } from 'zod';
import { leaseReturn } from '../journal.ts';
import * as r from '../records.ts';
import * as sales from '../records/sale.ts';
import * as statements from '../records/statement.ts';
import { commandId, done, get, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

/** Takes the largest fill that passes instead of a refusal for being too much. */
const partial = { partial: z.boolean().optional() };

/** How much is asked for: litres, money, or as much as passes. */
export const ask = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('volume'), volumeMl: s.volumeMl, ...partial }),
  z.strictObject({ by: z.literal('money'), amountMinor: s.amountMinor, ...partial }),
  z.strictObject({ by: z.literal('full') }),
]);

/** Sales and what is told about them. */
export const saleRoutes = {
  // Who sells, and who enters a paper slip; a client's people never look up a card by its number.
  'sale.check': {
    ...post('/v1/sales/check', 'desk', 'card.view', {
      input: z.strictObject({ panHash: s.hex64 }),
      answer: z.strictObject({
        card: r.card,
        contract: r.contract,
        limits: z.array(r.limit),
        rules: z.array(r.ownedRules).default([]),
        remainders: z.array(r.remainder),
        /** Of the last minutes, so that the desk asks before it sells the same again (C7). */
        recentFills: z.array(r.recentFill).max(20).default([]),
        asOfMs: s.atMs,
      }),
    }),
    changes: false,
  },
  'sale.authorize': post('/v1/sales/authorize', 'desk', 'sale.make', {
    input: z.strictObject({
      saleId: s.id,
      cardId: s.key,
      productId: s.key,
      pumpNumber: z.int().min(1).max(99),
      ask,
      pin: s.pin.nullable(),
      leaseReturns: z.array(leaseReturn).max(200),
      /**
       * Whether leases may be called back from other workstations for this fill: the asker has none
       * of its own left to give.
       */
      recall: z.boolean().optional(),
    }),
    answer: sales.sale,
  }),
  'sale.capture': post('/v1/sales/capture', 'workstation', null, {
    input: z.strictObject({
      ...commandId,
      saleId: s.id,
      volumeMl: s.volumeMl,
      capturedAtMs: s.atMs,
      slipNumber: s.count.nullable(),
    }),
    answer: sales.sale,
  }),
  'sale.reverse': post('/v1/sales/reverse', 'workstation', null, {
    input: z.strictObject({ ...commandId, saleId: s.id, reversedAtMs: s.atMs }),
    answer: done,
  }),
  'statement.get': get('/v1/statements', 'user', 'statement.view', {
    input: z.strictObject({
      subjectKind: z.enum(['card', 'contract']),
      subjectId: s.key,
      /** Local dates of the contract's zone, both inclusive (row R-30). */
      fromDate: s.localDate,
      toDate: s.localDate,
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(10_000).optional(),
    }),
    answer: statements.statement,
  }),
} as const satisfies Record<string, Route>;
