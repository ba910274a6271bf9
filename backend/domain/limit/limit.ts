import type { Product } from '../product/product.ts';
import { localClock } from '../time/local-clock.ts';
import type { Period } from '../time/window.ts';
import type { Measure } from './measure.ts';
import { ALL_WEEK, countsAtClock, type CountingTime } from './counting-time.ts';

export type LimitSubject = 'card' | 'card-group' | 'contract';
export type LimitScope = 'all' | 'group' | 'product';

/**
 * What happens above the amount: the fill is refused, or it passes and an alert is raised; either
 * way it is counted.
 */
export type LimitAction = 'decline' | 'alert';

/** What may change about a limit, and from which moment (architecture §5). */
export interface LimitTerms extends CountingTime {
  /** In the unit of the measure: minor units, millilitres or fills per window. */
  readonly amount: number;
  readonly action: LimitAction;
}

/** Terms that come into force by themselves at an instant; null ends the limit. */
export interface ScheduledTerms {
  readonly fromMs: number;
  readonly terms: LimitTerms | null;
}

/**
 * A spending limit: subject × scope × measure × amount × period (architecture §5, rows O-14, O-15).
 * Its own fields are the terms in force; `scheduled` is what follows, by time.
 */
export interface Limit extends LimitTerms {
  readonly limitId: string;
  readonly subjectKind: LimitSubject;
  readonly subjectId: string;
  readonly scopeKind: LimitScope;
  /** Product group or product id; null when the scope is everything. */
  readonly scopeId: string | null;
  readonly measure: Measure;
  readonly period: Period;
  readonly scheduled: readonly ScheduledTerms[];
}

/** From which terms a change of a limit was worked out, so that another's change is not undone. */
export interface SeenTerms {
  readonly limitId: string;
  /**
   * What may be in force when the change begins: one, several where the asker cannot tell them
   * apart, or none where there must be no such limit.
   */
  readonly terms: readonly LimitTerms[];
}

/** Terms of a limit that counts always, declines, and has nothing planned. */
export const PLAIN_TERMS = {
  weekdays: ALL_WEEK,
  fromMinute: null,
  toMinute: null,
  action: 'decline',
  scheduled: [],
} as const;

/** One fill as limits see it: what, when, and in whose zone (the contract's). */
export interface CountedFill {
  readonly product: Product;
  readonly atMs: number;
  readonly zone: string;
}

/** Whether a limit is on this product, whatever the time. */
export function limitCovers(limit: Limit, product: Product): boolean {
  if (limit.scopeKind === 'all') return true;
  if (limit.scopeKind === 'group') return limit.scopeId === product.groupId;
  return limit.scopeId === product.productId;
}

/** Whether a fill is counted by the limit: its product, its weekday and its time of day. */
export function limitCounts(limit: Limit, { product, atMs, zone }: CountedFill): boolean {
  if (!limitCovers(limit, product)) return false;
  // Nearly all limits count always, and then nobody looks at a clock.
  if (limit.weekdays === ALL_WEEK && limit.fromMinute === null) return true;
  return countsAtClock(limit, localClock(atMs, zone));
}
