// What one change of a limit does, whoever asks for it: one command for one limit, one command for
// ten thousand, a preview, or terms that come into force by themselves.

import type { OwnedRules } from '../../card/purchase-rules.ts';
import type { Contract } from '../../contract/contract.ts';
import { limitAllowance, limitAllowanceKey, used, ZERO_COUNTERS } from '../../limit/allowance.ts';
import type { Limit, SeenTerms } from '../../limit/limit.ts';
import { limitShape } from '../../limit/limit-version.ts';
import {
  isAsSeen,
  limitFault,
  startingLater,
  termsDue,
  termsOf,
  withScheduled,
} from '../../limit/scheduled-terms.ts';
import { ok, refuse, type Result } from '../../result.ts';
import { nextWindow, windowAt } from '../../time/window.ts';
import type { Change } from '../change.ts';
import { exposureOf } from '../exposure.ts';
import type { FactLook, Facts } from '../facts.ts';
import { ownerOfLimit } from '../pack.ts';

/** Who changes, when, and from which moment it applies; null means at once. */
export interface LimitMoment {
  readonly commandId: string;
  readonly atMs: number;
  readonly fromMs: number | null;
  readonly workstationId: string | null;
  readonly userId?: string | null;
}

export type LimitRefusal =
  | 'LIMIT_INVALID'
  | 'LIMIT_ID_TAKEN'
  | 'LIMIT_NOT_FOUND'
  | 'LIMIT_CHANGED'
  | 'CARD_NOT_FOUND'
  | 'CARD_GROUP_NOT_FOUND';

export interface LimitStep {
  readonly before: Limit | null;
  /** As it is kept; null when the limit is gone. */
  readonly after: Limit | null;
  readonly changes: readonly Change[];
}

/** Whether the owner of limits or rules is this contract, or a card or a group of it. */
export function isOwnerOf(
  contractId: string,
  { ownerKind, ownerId }: Pick<OwnedRules, 'ownerKind' | 'ownerId'>,
  look: FactLook,
): boolean {
  if (ownerKind === 'contract') return ownerId === contractId;
  const owner = ownerKind === 'card' ? look.card(ownerId) : look.group(ownerId);
  return owner?.contractId === contractId;
}

/**
 * The limit that is kept under this id, of the contract that is decided about or of a card or group
 * of it; null when none is. Another contract's is not told from one that is not there (rule G10).
 */
export function keptLimit(facts: Facts, limitId: string): Limit | null {
  const { contract, limits, look } = facts;
  const named = limits.find((limit) => limit.limitId === limitId) ?? limitAt(look, limitId);
  if (contract === null || named === null) return null;
  const { subjectKind: ownerKind, subjectId: ownerId } = named;
  return isOwnerOf(contract.contractId, { ownerKind, ownerId }, look) ? named : null;
}

function limitAt(look: FactLook, limitId: string): Limit | null {
  const place = look.limitPlace(limitId);
  if (place === null) return null;
  return look.limitsOf(place.ownerKey).find((limit) => limit.limitId === limitId) ?? null;
}

/**
 * Whether a limit is another, when a change of it begins, than the change was worked out from: then
 * the change would undo what somebody else has done meanwhile.
 */
export function isStale(
  seen: SeenTerms,
  facts: Facts,
  { atMs, fromMs }: Pick<LimitMoment, 'atMs' | 'fromMs'>,
): boolean {
  return !isAsSeen(seen, keptLimit(facts, seen.limitId), Math.max(atMs, fromMs ?? atMs));
}

/**
 * Sets a limit, at once or from a moment (rows N-16, O-14, O-15). Below what is used is allowed:
 * then nothing new passes, and the excess is named (I1). The id of a limit, also of a removed one,
 * cannot be given to one of another measure, period, product or owner.
 */
export function setLimit(
  limit: Limit,
  { moment, facts, contract }: { moment: LimitMoment; facts: Facts; contract: Contract },
): Result<LimitStep, LimitRefusal> {
  const fault = limitFault(limit);
  if (fault !== null || limit.scheduled.length > 0) {
    return refuse('LIMIT_INVALID', { field: fault ?? 'scheduled' });
  }
  const { subjectKind: ownerKind, subjectId: ownerId } = limit;
  if (!isOwnerOf(contract.contractId, { ownerKind, ownerId }, facts.look)) {
    return refuse(STRANGER[ownerKind]);
  }
  const place = facts.look.limitPlace(limit.limitId);
  const before = keptLimit(facts, limit.limitId);
  const shape = before === null ? (place?.shape ?? null) : limitShape(before);
  const moved = place !== null && place.ownerKey !== ownerOfLimit(limit);
  if (moved || (shape !== null && shape !== limitShape(limit))) return refuse('LIMIT_ID_TAKEN');
  // What is due and not promoted yet must not come into force over what is said now.
  const after = changed(before && termsDue(before, moment.atMs), limit, moment);
  if (after === null) return refuse('LIMIT_INVALID', { field: 'fromMs' });
  const step = { before, after, facts, contract };
  const version = versionOf(limit.limitId, termsOf(limit), moment);
  const changes: Change[] = [{ kind: 'limit.put', limit: after }, version];
  return ok({
    before,
    after,
    changes: [...changes, ...exposureAhead(step, moment, [moment.atMs])],
  });
}

/** Takes a limit out of force, at once or from a moment; what it counted stays in the books. */
export function removeLimit(
  limitId: string,
  { moment, facts }: { moment: LimitMoment; facts: Facts },
): Result<LimitStep, LimitRefusal> {
  const before = keptLimit(facts, limitId);
  if (before === null) return refuse('LIMIT_NOT_FOUND');
  const version = versionOf(limitId, null, moment);
  if (!isLater(moment)) {
    const gone: Change[] = [{ kind: 'limit.remove', limitId }, version];
    return ok({ before, after: null, changes: gone });
  }
  const now = termsDue(before, moment.atMs);
  const after = now && withScheduled(now, { fromMs: moment.fromMs, terms: null });
  if (after === null) return refuse('LIMIT_INVALID', { field: 'fromMs' });
  return ok({ before, after, changes: [{ kind: 'limit.put', limit: after }, version] });
}

/** The facts with every limit as it is in force at an instant, and what that changes. */
export interface Promotion {
  readonly facts: Facts;
  readonly changes: readonly Change[];
}

/**
 * Takes due terms into force before anything is judged by them, with exposure for what stands above
 * them; null when nothing is due.
 */
export function promoteDue(facts: Facts, moment: Omit<LimitMoment, 'fromMs'>): Promotion | null {
  const { contract, limits } = facts;
  const due = limits.filter((limit) => (limit.scheduled[0]?.fromMs ?? Infinity) <= moment.atMs);
  if (contract === null || due.length === 0) return null;
  const changes = due.flatMap((before): Change[] => {
    const after = termsDue(before, moment.atMs);
    if (after === null) return [{ kind: 'limit.remove', limitId: before.limitId }];
    const cause = { ...moment, fromMs: null, commandId: `${moment.commandId}/due` };
    const put: Change = { kind: 'limit.put', limit: after };
    // Nobody may have asked since: what was leased ahead stands in the window of that moment.
    const passed = before.scheduled.map(({ fromMs }) => fromMs);
    const sinceMs = [...passed.filter((fromMs) => fromMs <= moment.atMs), moment.atMs];
    return [put, ...exposureAhead({ before, after, facts, contract }, cause, sinceMs)];
  });
  const inForce = limits.flatMap((limit) => termsDue(limit, moment.atMs) ?? []);
  return { facts: { ...facts, limits: inForce }, changes };
}

/** What is used of a limit in the window of an instant, in its unit. */
export function usedNow(
  limit: Limit,
  facts: Facts,
  { zone, atMs }: { zone: string; atMs: number },
) {
  const { key } = windowAt(limit.period, atMs, zone);
  return used(facts.counters.get(limitAllowanceKey(limit.limitId, key)) ?? ZERO_COUNTERS);
}

interface LaterMoment extends LimitMoment {
  readonly fromMs: number;
}

function isLater(moment: LimitMoment): moment is LaterMoment {
  return moment.fromMs !== null && moment.fromMs > moment.atMs;
}

function changed(before: Limit | null, limit: Limit, moment: LimitMoment): Limit | null {
  if (isLater(moment)) {
    const { fromMs } = moment;
    if (before === null) return startingLater(limit, fromMs);
    return withScheduled(before, { fromMs, terms: termsOf(limit) });
  }
  return { ...limit, scheduled: before?.scheduled ?? [] };
}

const STRANGER = {
  contract: 'LIMIT_INVALID',
  card: 'CARD_NOT_FOUND',
  'card-group': 'CARD_GROUP_NOT_FOUND',
} as const;

function versionOf(
  limitId: string,
  terms: Limit | ReturnType<typeof termsOf> | null,
  moment: LimitMoment,
): Change {
  const { commandId, atMs, userId = null } = moment;
  const fromMs = isLater(moment) ? moment.fromMs : atMs;
  return { kind: 'limit.history', version: { limitId, fromMs, terms, atMs, commandId, userId } };
}

interface ExposedStep {
  readonly before: Limit | null;
  readonly after: Limit;
  readonly facts: Facts;
  readonly contract: Contract;
}

/**
 * What is held, captured or leased above the new amount, in the windows of these instants and,
 * leased ahead, in those that follow them.
 */
function exposureAhead(
  { before, after, facts, contract }: ExposedStep,
  moment: LimitMoment,
  atMs: readonly number[],
): Change[] {
  const { contractId, zone } = contract;
  const windows = atMs.flatMap((one) => {
    const window = windowAt(after.period, one, zone);
    return [window, nextWindow(window, after.period, zone) ?? window];
  });
  return [...new Set(windows.map(({ key }) => key))].flatMap((windowKey): Change[] => {
    const allowanceKey = limitAllowanceKey(after.limitId, windowKey);
    const counters = facts.counters.get(allowanceKey) ?? ZERO_COUNTERS;
    const allowanceOf = (limit: Limit) => limitAllowance({ limit, windowKey, zone, counters });
    const allowances = { before: before && allowanceOf(before), after: allowanceOf(after) };
    return exposureOf(allowances, contractId, { ...moment, saleId: null });
  });
}
