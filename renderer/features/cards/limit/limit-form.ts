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

/** What a limit counts, and how much of it; a change of the measure empties the amount. */
export interface ShapeValues {
  scopeKind: LimitRecord['scopeKind'];
  scopeId: string | null;
  measure: LimitRecord['measure'];
  period: LimitRecord['period'];
  amount: number | null;
}

/** When it counts, what happens above it, and from which day it applies. */
export interface TermsValues {
  weekdays: number;
  fromMinute: number | null;
  toMinute: number | null;
  action: LimitRecord['action'];
  fromDate: string | null;
}

export interface LimitValues extends ShapeValues, TermsValues, Record<string, unknown> {}

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
