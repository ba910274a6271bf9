import { z } from 'zod';
import { foundOperation, month, monthRow } from '../records/history.ts';
import { get, page, type Route } from '../route.ts';
import * as s from '../shapes.ts';

/** Questions to years of operations. */
export const historyRoutes = {
  'month.list': get('/v1/months', 'user', 'statement.view', {
    input: z.strictObject({
      subjectKind: z.enum(['contract', 'client', 'station', 'network']),
      /** Left out for the network alone. */
      subjectId: s.key.optional(),
      by: z.enum(['none', 'product', 'station', 'contract']).default('none'),
      /** Both inclusive. */
      fromMonth: month,
      toMonth: month,
    }),
    answer: z.strictObject({ rows: z.array(monthRow), asOfMs: s.atMs }),
  }),
  'operation.search': get('/v1/operations', 'user', 'statement.view', {
    input: z.strictObject({
      ...page,
      search: z.string().trim().max(200).optional(),
      /** Only fills that went above a limit that alerts; without it there are words. */
      only: z.literal('alerted').optional(),
    }),
    answer: z.strictObject({
      rows: z.array(foundOperation),
      nextCursor: z.string().max(200).nullable(),
      /** True when the words say too little: not every card or station with them was looked at. */
      cut: z.boolean(),
      asOfMs: s.atMs,
    }),
  }),
} as const satisfies Record<string, Route>;
