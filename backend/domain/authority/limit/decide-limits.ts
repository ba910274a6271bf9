import { rulesAt, withRules, type OwnedKeptRules } from '../../card/planned-rules.ts';
import { NO_RULES, rulesFault, sameRules, type OwnedRules } from '../../card/purchase-rules.ts';
import type { Contract } from '../../contract/contract.ts';
import { free } from '../../limit/allowance.ts';
import type { Limit } from '../../limit/limit.ts';
import type {
  LimitEffect,
  LimitRowPreview,
  LimitsResult,
  RulesCounts,
} from '../../limit/limits-result.ts';
import { limitsInForce, SCHEDULED_MAX, sameTerms, termsDue } from '../../limit/scheduled-terms.ts';
import { ok, refuse, type Params, type Result } from '../../result.ts';
import { contractMoney } from '../allowances.ts';
import type { Change, Decision } from '../change.ts';
import type { Budget, SetLimitsCommand } from '../command.ts';
import { refused } from '../decision.ts';
import type { Facts } from '../facts.ts';
import { ownerKey } from '../pack.ts';
import {
  isOwnerOf,
  isStale,
  keptLimit,
  removeLimit,
  setLimit,
  usedNow,
  type LimitRefusal,
  type LimitStep,
} from './limit-change.ts';

interface Row {
  readonly preview: LimitRowPreview;
  readonly changes: readonly Change[];
}

/**
 * Changes many limits of one contract in one decision: all or none, or all that are valid where
 * that was asked for. A preview says what each would become and changes nothing (row O-16: the sum
 * of the parts must not exceed the budget). A row that was worked out from other terms than those
 * in force is invalid (LIMIT_CHANGED): it would undo what somebody else has done meanwhile. Rules
 * go with them by the same measure (RULES_CHANGED), from the same moment.
 */
export function decideLimitsSet(command: SetLimitsCommand, facts: Facts): Decision {
  const { contract } = facts;
  const { dryRun, skipInvalid } = command;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  const over = overBudget(command, facts, contract);
  if (!over.ok && !dryRun) return { outcome: over, changes: [] };
  const rules = rulesStep(command, facts, contract);
  if (!rules.ok) return { outcome: rules, changes: [] };
  const rows = rowsOf(command, facts, contract);
  const invalid = rows.filter(({ preview }) => preview.effect === 'invalid');
  const [first] = invalid;
  if (!dryRun && !skipInvalid && first !== undefined) {
    const { limitId, code } = first.preview;
    const params: Params = { invalidCount: invalid.length, limitId, reason: code };
    return refused('LIMIT_ROWS_INVALID', params);
  }
  const { counts, before: rulesBefore } = rules.value;
  if (!dryRun && !skipInvalid && counts.stale > 0) {
    return refused('RULES_CHANGED', { count: counts.stale });
  }
  const result = { ...summary(rows, dryRun ? rows : invalid), rules: counts };
  const excess = over.ok ? null : over.params;
  const value = { kind: 'limits', result, overBudget: excess } as const;
  if (dryRun) return { outcome: ok({ ...value, rulesBefore }), changes: [], unkept: true };
  const changes = [...rules.value.changes, ...rows.flatMap((row) => row.changes)];
  return { outcome: ok(value), changes };
}

function rowsOf(command: SetLimitsCommand, facts: Facts, contract: Contract): readonly Row[] {
  const seen = new Set<string>();
  const moment = { ...command, userId: command.userId ?? null };
  const twice = (limitId: string): boolean => seen.has(limitId) || (seen.add(limitId), false);
  const isOther = staleness(command, facts);
  const fault = (limitId: string): Result<never, LimitRefusal> | null => {
    if (twice(limitId)) return refuse('LIMIT_INVALID', { field: 'limitId' });
    return isOther(limitId) ? refuse('LIMIT_CHANGED') : null;
  };
  const sets = command.limits.map((limit) => {
    const step = fault(limit.limitId) ?? setLimit(limit, { moment, facts, contract });
    return rowOf(limit.limitId, { step, facts, contract, atMs: command.atMs, asked: limit });
  });
  const removals = command.removals.map((limitId) => {
    const step = fault(limitId) ?? removeLimit(limitId, { moment, facts });
    return rowOf(limitId, { step, facts, contract, atMs: command.atMs, asked: null });
  });
  return [...sets, ...removals];
}

/** Tells which limits are not as they were seen. */
function staleness(command: SetLimitsCommand, facts: Facts) {
  const known = new Map(command.seen?.map((one) => [one.limitId, one]));
  return (limitId: string): boolean => {
    const one = known.get(limitId);
    return one !== undefined && isStale(one, facts, command);
  };
}

interface RowContext {
  readonly step: Result<LimitStep>;
  readonly facts: Facts;
  readonly contract: Contract;
  readonly atMs: number;
  readonly asked: Limit | null;
}

function rowOf(limitId: string, { step, facts, contract, atMs, asked }: RowContext): Row {
  if (!step.ok) {
    const field = step.params['field'];
    const kept = step.code === 'LIMIT_CHANGED' ? keptLimit(facts, limitId) : null;
    const preview: LimitRowPreview = {
      ...named(limitId, asked ?? kept),
      effect: 'invalid',
      beforeAmount: (kept && termsDue(kept, atMs))?.amount ?? null,
      afterAmount: asked?.amount ?? null,
      used: 0,
      belowUsed: false,
      code: step.code,
      field: typeof field === 'string' ? field : null,
    };
    return { preview, changes: [] };
  }
  const { before, after, changes } = step.value;
  const limit = asked ?? before;
  const used = limit === null ? 0 : usedNow(limit, facts, { zone: contract.zone, atMs });
  const afterAmount = asked?.amount ?? null;
  const effect = effectOf(step.value, asked);
  const preview: LimitRowPreview = {
    ...named(limitId, limit),
    effect,
    beforeAmount: before?.amount ?? null,
    afterAmount,
    used,
    belowUsed: afterAmount !== null && after !== null && afterAmount < used,
    code: null,
    field: null,
  };
  return { preview, changes: effect === 'same' ? [] : changes };
}

/** Whose limit it is and what it counts. */
function named(
  limitId: string,
  limit: Limit | null,
): Omit<
  LimitRowPreview,
  'effect' | 'beforeAmount' | 'afterAmount' | 'used' | 'belowUsed' | 'code' | 'field'
> {
  return {
    limitId,
    subjectKind: limit?.subjectKind ?? null,
    subjectId: limit?.subjectId ?? null,
    scopeKind: limit?.scopeKind ?? null,
    scopeId: limit?.scopeId ?? null,
    measure: limit?.measure ?? null,
    period: limit?.period ?? null,
  };
}

function effectOf({ before, after }: LimitStep, asked: Limit | null): LimitEffect {
  if (asked === null) return after === null ? 'removed' : 'planned';
  if (after !== null && after.scheduled.length > (before?.scheduled.length ?? 0)) return 'planned';
  if (before === null) return 'new';
  return sameTerms(before, asked) && before.scheduled.length === after?.scheduled.length
    ? 'same'
    : 'changed';
}

function summary(rows: readonly Row[], shown: readonly Row[]): LimitsResult {
  const counts = { new: 0, changed: 0, same: 0, planned: 0, removed: 0, invalid: 0 };
  let belowUsedCount = 0;
  for (const { preview } of rows) {
    counts[preview.effect] += 1;
    if (preview.belowUsed) belowUsedCount += 1;
  }
  return { counts, belowUsedCount, rows: shown.map(({ preview }) => preview) };
}

/**
 * The parts of a budget are the limits of this command in the budget's measure. The budget is a
 * limit of the contract, or the money that the contract has left.
 */
function overBudget(command: SetLimitsCommand, facts: Facts, contract: Contract): Result<null> {
  const { budget, limits, atMs } = command;
  if (budget === null) return ok(null);
  const whole = budgetOf(budget, facts, { contract, atMs });
  if (whole === null) return refuse('LIMIT_NOT_FOUND');
  const parts = limits
    .filter(({ measure, subjectKind }) => measure === whole.measure && subjectKind !== 'contract')
    .reduce((sum, { amount }) => sum + amount, 0);
  const excess = parts - whole.amount;
  if (excess <= 0) return ok(null);
  const unit = { money: 'Minor', volume: 'Ml', count: 'Count' }[whole.measure];
  return refuse('BUDGET_EXCEEDED', {
    [`excess${unit}`]: excess,
    [`budget${unit}`]: whole.amount,
    measure: whole.measure,
    currency: contract.currency,
  });
}

function budgetOf(
  { limitId }: Budget,
  facts: Facts,
  { contract, atMs }: { contract: Contract; atMs: number },
): Pick<Limit, 'amount' | 'measure'> | null {
  if (limitId !== null) {
    const own = limitsInForce(facts.limits, atMs).find((limit) => limit.limitId === limitId);
    return own?.subjectKind === 'contract' ? own : null;
  }
  return { measure: 'money', amount: free(contractMoney(contract, facts)) };
}

interface RulesStep {
  readonly changes: readonly Change[];
  readonly counts: RulesCounts;
  /** What those whose rules change let be bought until then. */
  readonly before: readonly OwnedRules[];
}

function rulesStep(
  { rules, rulesSeen = [], atMs, fromMs }: SetLimitsCommand,
  { look }: Facts,
  { contractId }: Contract,
): Result<RulesStep> {
  const seen = new Map(rulesSeen.map((one) => [keyOf(one), one.rules]));
  const beginsAtMs = Math.max(atMs, fromMs ?? atMs);
  const changed: { readonly owned: OwnedKeptRules; readonly before: OwnedRules }[] = [];
  let stale = 0;
  for (const owned of rules) {
    const { ownerKind, ownerId } = owned;
    const field = rulesFault(owned.rules);
    if (field !== null) return refuse('RULES_INVALID', { field });
    if (!isOwnerOf(contractId, { ownerKind, ownerId }, look)) {
      return refuse('RULES_INVALID', { field: 'ownerId' });
    }
    const kept = look.rulesOf(keyOf(owned)) ?? NO_RULES;
    const then = rulesAt(kept, beginsAtMs);
    if (!sameRules(seen.get(keyOf(owned)) ?? then, then)) stale += 1;
    else if (!sameRules(owned.rules, then)) {
      const after = withRules(kept, owned.rules, { atMs, fromMs });
      if ((after.scheduled?.length ?? 0) > SCHEDULED_MAX) {
        return refuse('RULES_INVALID', { field: 'fromMs' });
      }
      const before = { ownerKind, ownerId, rules: then };
      changed.push({ owned: { ownerKind, ownerId, rules: after }, before });
    }
  }
  const same = rules.length - stale - changed.length;
  return ok({
    changes: changed.map(({ owned }) => ({ kind: 'rules.put', owned })),
    counts: { changed: changed.length, same, stale },
    before: changed.map(({ before }) => before),
  });
}

function keyOf({ ownerKind, ownerId }: OwnedRules): string {
  return ownerKey(ownerKind, ownerId);
}
