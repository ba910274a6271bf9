import { used, type Allowance } from './allowance.ts';
import { countsAtClock } from './counting-time.ts';
import type { Limit, LimitAction, LimitScope, LimitSubject } from './limit.ts';
import type { Measure } from './measure.ts';
import { localClock } from '../time/local-clock.ts';
import type { Period } from '../time/window.ts';

/** What is left of one allowance, as people see it (row C5, acceptance §4.6). */
export interface Remainder {
  readonly allowanceKey: string;
  readonly owner: LimitSubject;
  /** Null for the contract's money. */
  readonly limitId: string | null;
  readonly scopeKind: LimitScope;
  readonly scopeId: string | null;
  readonly measure: Measure;
  readonly period: Period | null;
  readonly total: number;
  readonly used: number;
  readonly left: number;
  readonly nextResetAtMs: number | null;
  readonly action: LimitAction;
  /** False when the limit does not count at this hour or on this weekday. */
  readonly countsNow: boolean;
}

export interface RemainderView {
  readonly allowance: Allowance;
  /** What it may still give, to whoever is asked. */
  readonly left: number;
  /** What is taken already, where it is known otherwise than from the counters. */
  readonly usedHere?: number;
  readonly atMs: number;
  /** The contract's. */
  readonly zone: string;
}

/** One allowance with what is left of it, in the unit of its measure. */
export function remainderOf(view: RemainderView): Remainder {
  const { allowance, left, atMs, zone } = view;
  const { key, limit, measure, amount, counters, window } = allowance;
  return {
    allowanceKey: key,
    owner: limit?.subjectKind ?? 'contract',
    limitId: limit?.limitId ?? null,
    scopeKind: limit?.scopeKind ?? 'all',
    scopeId: limit?.scopeId ?? null,
    measure,
    period: limit?.period ?? null,
    total: amount,
    used: view.usedHere ?? used(counters),
    left,
    nextResetAtMs: window?.endsAtMs ?? null,
    action: limit?.action ?? 'decline',
    countsNow: limit === null || countsAt(limit, atMs, zone),
  };
}

function countsAt(limit: Limit, atMs: number, zone: string): boolean {
  return countsAtClock(limit, localClock(atMs, zone));
}
