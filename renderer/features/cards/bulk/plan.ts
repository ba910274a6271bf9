// What a change of many limits asks for: which limits it meets among the chosen owners, what each
// of them becomes, from which terms that was worked out, and what would take it all back.

import { changedAmount, type AmountChange } from '#domain/limit/amount-change.ts';
import type { LimitTerms } from '#domain/limit/limit.ts';
import { termsDue, termsOf, termsSeen } from '#domain/limit/scheduled-terms.ts';
import type { Period } from '#domain/time/window.ts';
import type { BridgeInput } from '#protocol/bridge.ts';
import type { LimitRowPreview } from '#domain/limit/limits-result.ts';
import type { TemplateLimit } from '#protocol/records/limits.ts';
import type { LimitRecord, OwnedRulesRecord } from '#protocol/records.ts';

export type LimitsChange = Pick<
  BridgeInput<'limit:previewMany'>,
  'limits' | 'removals' | 'seen' | 'rules' | 'rulesSeen' | 'spread' | 'fromMs'
>;

/** Nothing of the kind is asked for. */
export const NO_CHANGE: LimitsChange = {
  limits: [],
  removals: [],
  seen: [],
  rules: [],
  rulesSeen: [],
  spread: null,
  fromMs: null,
};

type Seen = NonNullable<LimitsChange['seen']>[number];

export interface Subject {
  readonly subjectKind: 'card' | 'card-group';
  readonly subjectId: string;
}

/** What a limit counts: limits of many owners that count the same are changed together. */
export interface Shape {
  readonly scopeKind: LimitRecord['scopeKind'];
  readonly scopeId: string | null;
  readonly measure: LimitRecord['measure'];
  readonly period: Period;
}

export interface FoundShape {
  readonly key: string;
  readonly shape: Shape;
  /** How many of the chosen owners have such a limit. */
  readonly count: number;
}

export function shapeKey({ scopeKind, scopeId, measure, period }: Shape): string {
  return [scopeKind, scopeId ?? '', measure, period].join('|');
}

export function subjectKey({ subjectKind, subjectId }: LimitRecord | Subject): string {
  return `${subjectKind}/${subjectId}`;
}

/** Limits of the chosen owners alone. */
export function limitsOf(
  limits: readonly LimitRecord[],
  subjects: readonly Subject[],
): readonly LimitRecord[] {
  const chosen = new Set(subjects.map(subjectKey));
  return limits.filter((limit) => chosen.has(subjectKey(limit)));
}

/** What the limits count, the most frequent first. */
export function shapesOf(limits: readonly LimitRecord[]): readonly FoundShape[] {
  const found = new Map<string, { shape: Shape; owners: Set<string> }>();
  for (const limit of limits) {
    const { scopeKind, scopeId, measure, period } = limit;
    const shape = { scopeKind, scopeId, measure, period };
    const known = found.get(shapeKey(shape)) ?? { shape, owners: new Set<string>() };
    known.owners.add(subjectKey(limit));
    found.set(shapeKey(shape), known);
  }
  return [...found]
    .map(([key, { shape, owners }]) => ({ key, shape, count: owners.size }))
    .toSorted((one, other) => other.count - one.count || one.key.localeCompare(other.key));
}

/**
 * The new limits of a preview whose owner has one that counts the same already: both will be in
 * force, and the stricter one decides (row O-15).
 */
export function secondOnes(
  rows: readonly LimitRowPreview[],
  limits: readonly LimitRecord[],
): ReadonlySet<string> {
  const known = new Set(limits.map((limit) => `${subjectKey(limit)} ${shapeKey(limit)}`));
  const second = rows.filter((row) => {
    const { effect, subjectKind, subjectId, scopeKind, scopeId, measure, period } = row;
    if (effect !== 'new' || scopeKind === null || measure === null || period === null) return false;
    const shape = { scopeKind, scopeId, measure, period };
    return known.has(`${subjectKind}/${subjectId} ${shapeKey(shape)}`);
  });
  return new Set(second.map(({ limitId }) => limitId));
}

export interface AmountPlan {
  readonly key: string;
  readonly change: AmountChange;
  /** Owners that have no such limit get this one; null leaves them without. */
  readonly added: TemplateLimit | null;
  readonly fromMs: number | null;
}

/** Gives every limit of one shape another amount. */
export function amountChange(
  limits: readonly LimitRecord[],
  subjects: readonly Subject[],
  { key, change, added, fromMs }: AmountPlan,
): LimitsChange {
  const met = limitsOf(limits, subjects).filter((limit) => shapeKey(limit) === key);
  const owners = new Set(met.map(subjectKey));
  const others = subjects.filter((subject) => !owners.has(subjectKey(subject)));
  return {
    ...NO_CHANGE,
    limits: met.map((limit) => {
      const base = dueOf(limit, fromMs) ?? limit;
      return asked(base, changedAmount(base.amount, change));
    }),
    seen: met.map((limit) => seenOf(limit, fromMs)),
    spread:
      added === null || others.length === 0
        ? null
        : { subjects: [...others], limits: [added], rules: null },
    fromMs,
  };
}

/** Ends every limit of one shape. */
export function endOf(
  limits: readonly LimitRecord[],
  subjects: readonly Subject[],
  { key, fromMs }: Pick<AmountPlan, 'key' | 'fromMs'>,
): LimitsChange {
  const met = limitsOf(limits, subjects).filter((limit) => shapeKey(limit) === key);
  const removals = met.map(({ limitId }) => limitId);
  const seen = met.map((limit) => seenOf(limit, fromMs));
  return { ...NO_CHANGE, removals, seen, fromMs };
}

/** Gives every owner the limits and the rules of a template. */
export function templateChange(
  subjects: readonly Subject[],
  template: {
    readonly limits: readonly TemplateLimit[];
    readonly rules: OwnedRulesRecord['rules'] | null;
  },
  fromMs: number | null,
): LimitsChange {
  const { limits, rules } = template;
  const spread = { subjects: [...subjects], limits: [...limits], rules };
  return { ...NO_CHANGE, spread, fromMs };
}

/** What stood before a change: limits as they were read, rules as its preview told them. */
export interface Before {
  readonly limits: readonly LimitRecord[];
  readonly rules: readonly OwnedRulesRecord[];
}

/**
 * What takes a change back: what was changed or removed gets the terms of before, what was new
 * goes, and whoever got rules has those of before; only where still stands what the change brought.
 * From the same moment as the change, so that one that is still ahead never comes into force.
 */
export function reverseOf(
  rows: readonly LimitRowPreview[],
  before: Before,
  change: LimitsChange,
): LimitsChange {
  const { fromMs } = change;
  const known = new Map(before.limits.map((limit) => [limit.limitId, limit]));
  const given = new Map(change.limits?.map((limit) => [limit.limitId, limit]));
  const done = rows.filter(changes);
  const limits = done.flatMap(({ limitId }) => {
    const limit = known.get(limitId);
    if (limit === undefined) return [];
    const base = dueOf(limit, fromMs) ?? limit;
    return [asked(base, base.amount)];
  });
  const removals = done.filter(({ limitId }) => !known.has(limitId)).map((row) => row.limitId);
  const seen = done.map((row): Seen => {
    const limit = given.get(row.limitId);
    const terms = limit === undefined ? spreadTerms(row, change) : [termsOf(limit)];
    return { limitId: row.limitId, terms };
  });
  const brought = change.spread?.rules ?? null;
  const rules = brought === null ? [] : [...before.rules];
  const rulesSeen = brought === null ? [] : rules.map((owned) => ({ ...owned, rules: brought }));
  return { limits, removals, seen, rules, rulesSeen, spread: null, fromMs };
}

/** What a spread has brought under a row's id; nothing where the row was a removal. */
function spreadTerms(row: LimitRowPreview, { spread }: LimitsChange): LimitTerms[] {
  const { scopeKind, scopeId, measure, period, afterAmount } = row;
  if (scopeKind === null || measure === null || period === null) return [];
  const key = shapeKey({ scopeKind, scopeId, measure, period });
  return (spread?.limits ?? [])
    .filter((limit) => shapeKey(limit) === key && limit.amount === afterAmount)
    .map(termsOf);
}

/** Whether a preview's row would change anything. */
export function changes({ effect }: Pick<LimitRowPreview, 'effect'>): boolean {
  return effect !== 'same' && effect !== 'invalid';
}

/** The limit as it will be when a change begins, as far as is known; null where it has ended. */
function dueOf(limit: LimitRecord, fromMs: number | null): LimitRecord | null {
  return termsDue(limit, fromMs ?? 0);
}

function seenOf(limit: LimitRecord, fromMs: number | null): Seen {
  return { limitId: limit.limitId, terms: termsSeen(limit, fromMs) };
}

/** A limit as it is asked for: what is planned for it stays as it is. */
function asked(limit: LimitRecord, amount: number): LimitRecord {
  return { ...limit, amount, scheduled: [] };
}
