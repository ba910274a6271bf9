import { assert } from '#domain/assert.ts';
import type { SetLimitsCommand } from '#domain/authority/command.ts';
import type { OutcomeValue } from '#domain/authority/change.ts';
import type { LimitSubject } from '#domain/limit/limit.ts';
import { limitsInForce } from '#domain/limit/scheduled-terms.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { commandEntry } from '../audit/command-entry.ts';
import { askAuthority, askDone } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import { rulesRecord } from '../card/rules-record.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { pageAnswer, pageQuestion } from './page.ts';
import { spreadOut, type SpreadOut } from './spread-limits.ts';

/**
 * Stands for a contract that was not found. The authority is asked all the same: only it knows
 * whether this command was answered before, and the first answer is repeated whatever happened
 * since.
 */
export const NO_CONTRACT = '-';

/** The contract of an owner of limits, or one that nobody has. */
export async function contractOrNone(
  { stores }: Service,
  subjectKind: LimitSubject,
  subjectId: string,
): Promise<string> {
  return (await stores.registers.contractOfSubject(subjectKind, subjectId)) ?? NO_CONTRACT;
}

/** Sets a limit of a card, a group or a contract, at once or from a moment (rows O-14, N-16). */
export async function setLimit(
  service: Service,
  input: RouteInput<'limit.set'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'limit.set'>>> {
  const { commandId, limit, fromMs = null, seen } = input;
  if ((limit.scopeKind === 'all') !== (limit.scopeId === null)) {
    return refuse('FIELD_INVALID', { field: 'limit.scopeId' });
  }
  const contractId = await contractOrNone(service, limit.subjectKind, limit.subjectId);
  const { userId } = personOf(caller);
  const atMs = service.clock.nowMs();
  const command = { kind: 'limit.set', commandId, atMs, workstationId: null, userId } as const;
  const compared = seen === undefined ? {} : { seen };
  const asked = { limit, ...(fromMs === null ? {} : { fromMs }), ...compared };
  const told = commandEntry('limit.set', input, caller);
  return askDone(service, { ...command, contractId, limit, fromMs, ...compared }, asked, told);
}

/** Takes a limit out of force, at once or from a moment. */
export async function removeLimit(
  service: Service,
  input: RouteInput<'limit.remove'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'limit.remove'>>> {
  const { commandId, limitId, fromMs = null, seen } = input;
  const limit = await service.stores.registers.limit(limitId);
  const contractId =
    limit === null
      ? NO_CONTRACT
      : await contractOrNone(service, limit.subjectKind, limit.subjectId);
  const { userId } = personOf(caller);
  const atMs = service.clock.nowMs();
  const command = { kind: 'limit.remove', commandId, atMs, workstationId: null, userId } as const;
  const compared = seen === undefined ? {} : { seen };
  const asked = { limitId, ...(fromMs === null ? {} : { fromMs }), ...compared };
  const told = commandEntry('limit.remove', input, caller);
  return askDone(service, { ...command, contractId, limitId, fromMs, ...compared }, asked, told);
}

/** The limits of a contract and of all its cards and groups, as they are in force now. */
export async function listLimits(
  { stores, clock }: Service,
  { contractId, ...input }: RouteInput<'limit.list'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'limit.list'>>> {
  const asOfMs = clock.nowMs();
  const { cursor, limit } = pageQuestion(input, caller);
  const page = await stores.registers.contractLimits({ contractId, cursor, limit });
  return pageAnswer({ ...page, rows: limitsInForce(page.rows, asOfMs) }, asOfMs);
}

/**
 * Every version of a limit, the newest first; to a client's person none of before the card came to
 * his client (rule G10).
 */
export async function limitHistory(
  { stores }: Service,
  { limitId }: RouteInput<'limit.history'>,
  { person }: Caller,
): Promise<Answer<RouteAnswer<'limit.history'>>> {
  const clientId = person?.clientId ?? null;
  const versions = await stores.registers.limitHistory({ limitId, clientId });
  return ok({ versions: versions.map((one) => ({ ...one })) });
}

/** Changes many limits of a contract in one decision, all or none (row O-16). */
export function setLimits(
  service: Service,
  input: RouteInput<'limit.set-many'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'limit.set-many'>>> {
  const { commandId: _commandId, ...asked } = input;
  return changeLimits(service, { event: 'limit.set-many', change: input, asked }, caller);
}

interface ManyLimits {
  readonly event: 'limit.set-many' | 'limit-template.apply';
  readonly change: RouteInput<'limit.set-many'>;
  /** Without the command's id. */
  readonly asked: object;
}

/** The same where what was asked for is not the change itself. */
export async function changeLimits(
  service: Service,
  { event, change: { commandId, skipInvalid, ...change }, asked }: ManyLimits,
  caller: Caller,
): Promise<Answer<RouteAnswer<'limit.set-many'>>> {
  const { userId } = personOf(caller);
  const command = manyCommand(service, change, { commandId, userId, skipInvalid });
  const told = commandEntry(event, { commandId, ...asked }, caller);
  const answer = await askAuthority(service, command, jsonOf(asked), told);
  return answer.ok ? ok(limitsIn(answer.value).result) : answer;
}

/** What such a change would make of each limit; nothing is changed. */
export async function previewLimits(
  service: Service,
  change: RouteInput<'limit.preview-many'>,
): Promise<Answer<RouteAnswer<'limit.preview-many'>>> {
  const commandId = service.ids.uuid();
  const asked = { commandId, userId: null, skipInvalid: true };
  const command = { ...manyCommand(service, change, asked), dryRun: true };
  const answer = await askAuthority(service, command, { commandId });
  if (!answer.ok) return answer;
  const { result, overBudget, rulesBefore } = limitsIn(answer.value);
  return ok({
    result,
    overBudget: overBudget && { ...overBudget },
    rulesBefore: rulesBefore.map(rulesRecord),
  });
}

/** Sets what an owner lets be bought. */
export async function setRules(
  service: Service,
  input: RouteInput<'rules.set'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'rules.set'>>> {
  const { commandId, owned } = input;
  const contractId = await contractOrNone(service, owned.ownerKind, owned.ownerId);
  const atMs = service.clock.nowMs();
  const command = { kind: 'rules.set', commandId, atMs, workstationId: null } as const;
  const told = commandEntry('rules.set', input, caller);
  return askDone(service, { ...command, contractId, owned }, jsonOf({ owned }), told);
}

/** Of an answer that was kept before rules were counted. */
const NO_RULES_COUNTED = { changed: 0, same: 0, stale: 0 };

interface ManyAsked {
  readonly commandId: string;
  readonly userId: string | null;
  readonly skipInvalid: boolean;
}

function manyCommand(
  service: Service,
  change: RouteInput<'limit.preview-many'>,
  asked: ManyAsked,
): SetLimitsCommand {
  const { spread, limits, rules, rulesSeen, contractId, removals, seen, fromMs, budget } = change;
  const none: SpreadOut = { limits: [], rules: [] };
  const more = spread === null ? none : spreadOut(service, spread);
  return {
    kind: 'limit.set-many',
    atMs: service.clock.nowMs(),
    workstationId: null,
    ...asked,
    contractId,
    limits: [...limits, ...more.limits],
    removals,
    ...(seen === undefined ? {} : { seen }),
    rules: [...rules, ...more.rules],
    ...(rulesSeen === undefined ? {} : { rulesSeen }),
    fromMs,
    budget,
    dryRun: false,
  };
}

function limitsIn(value: OutcomeValue) {
  assert(value.kind === 'limits', 'a change of limits answers with them');
  const { counts, belowUsedCount, rows, rules = NO_RULES_COUNTED } = value.result;
  const plain = {
    counts: { ...counts },
    rules: { ...rules },
    rows: rows.map((row) => ({ ...row })),
  };
  const { overBudget, rulesBefore = [] } = value;
  return { result: { ...plain, belowUsedCount }, overBudget, rulesBefore };
}

/** Parsed from JSON, so it is JSON; a round trip makes plain objects of it. */
export function jsonOf(value: object): { readonly text: string } {
  return { text: JSON.stringify(value) };
}
