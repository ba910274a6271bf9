import type { z } from 'zod';
import { ALL_WEEK } from '#domain/limit/counting-time.ts';
import { type LimitRecord, limit } from '#protocol/records.ts';
import { localDate } from '#protocol/shapes.ts';

/** What a person fills in; the rest of a limit follows from where he stands. */
export const limitForm = limit
  .pick({ scopeKind: true, scopeId: true, measure: true, period: true, amount: true })
  .extend({
    amount: limit.shape.amount,
    weekdays: limit.shape.weekdays,
    fromMinute: limit.shape.fromMinute,
    toMinute: limit.shape.toMinute,
    action: limit.shape.action,
    /** The day from which it applies, in the contract's zone; null at once. */
    fromDate: localDate.nullable(),
  })
  .refine(({ scopeKind, scopeId }) => (scopeKind === 'all') === (scopeId === null), {
    path: ['scopeId'],
  });

export interface LimitValues extends Record<string, unknown> {
  scopeKind: LimitRecord['scopeKind'];
  scopeId: string | null;
  measure: LimitRecord['measure'];
  period: LimitRecord['period'];
  amount: number | null;
  weekdays: number;
  fromMinute: number | null;
  toMinute: number | null;
  action: LimitRecord['action'];
  fromDate: string | null;
}

export const newLimit: LimitValues = {
  scopeKind: 'all',
  scopeId: null,
  measure: 'volume',
  period: 'day',
  amount: null,
  weekdays: ALL_WEEK,
  fromMinute: null,
  toMinute: null,
  action: 'decline',
  fromDate: null,
};

/** The choice of a radio group or a select as one of the known names, else what stood before. */
export function oneOf<T extends string>(
  names: z.ZodEnum<Record<T, T>>,
  value: unknown,
  before: T,
): T {
  const read = names.safeParse(value);
  return read.success ? read.data : before;
}
