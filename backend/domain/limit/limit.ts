import type { Product } from '../product/product.ts';
import type { Period } from '../time/window.ts';
import type { Measure } from './measure.ts';

export type LimitSubject = 'card' | 'contract';
export type LimitScope = 'all' | 'group' | 'product';

/**
 * A spending limit: subject × scope × measure × amount × period (architecture §5, rows O-14, O-15).
 */
export interface Limit {
  readonly limitId: string;
  readonly subjectKind: LimitSubject;
  readonly subjectId: string;
  readonly scopeKind: LimitScope;
  /** Product group or product id; null when the scope is everything. */
  readonly scopeId: string | null;
  readonly measure: Measure;
  /** In the unit of the measure: minor units, millilitres or fills per window. */
  readonly amount: number;
  readonly period: Period;
}

/** Whether a fill of this product is counted by the limit. */
export function limitCounts(limit: Limit, product: Product): boolean {
  if (limit.scopeKind === 'all') return true;
  if (limit.scopeKind === 'group') return limit.scopeId === product.groupId;
  return limit.scopeId === product.productId;
}
