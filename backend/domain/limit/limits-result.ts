import type { Limit } from './limit.ts';

/** What a change of one limit comes to. */
export type LimitEffect = 'new' | 'changed' | 'same' | 'planned' | 'removed' | 'invalid';

/** One limit of a preview: what it would become, and why not. */
export interface LimitRowPreview {
  readonly limitId: string;
  readonly subjectKind: Limit['subjectKind'] | null;
  readonly subjectId: string | null;
  /** What it counts; null where nobody knows the limit. */
  readonly scopeKind: Limit['scopeKind'] | null;
  readonly scopeId: string | null;
  readonly measure: Limit['measure'] | null;
  readonly period: Limit['period'] | null;
  readonly effect: LimitEffect;
  readonly beforeAmount: number | null;
  readonly afterAmount: number | null;
  /** In the window of this moment, in the unit of the measure. */
  readonly used: number;
  readonly belowUsed: boolean;
  /** Why the row is invalid. */
  readonly code: string | null;
  readonly field: string | null;
}

/** How many owners have got other purchase rules, have them already, or kept what they have. */
export interface RulesCounts {
  readonly changed: number;
  readonly same: number;
  /** They have other rules than the change was worked out from: somebody else's stay. */
  readonly stale: number;
}

export interface LimitsResult {
  readonly counts: Readonly<Record<LimitEffect, number>>;
  /** Left out by an answer that was kept before rules were counted. */
  readonly rules?: RulesCounts;
  /** How many would stand below what is used of them already. */
  readonly belowUsedCount: number;
  /** All of them in a preview, only the invalid ones otherwise. */
  readonly rows: readonly LimitRowPreview[];
}
