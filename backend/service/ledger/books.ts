import { contractTermsFault } from '#domain/contract/terms.ts';
import { refuse } from '#domain/result.ts';
import { dayEnd, isLocalDate } from '#domain/time/local-date.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { commandEntry } from '../audit/command-entry.ts';
import { askDone } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import { pageAnswer, pageQuestion } from '../office/page.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

type Done = Promise<Answer<{ done: true }>>;

/** Corrects a payment by a storno and the right entry, with reason and name. */
export function correctEntry(
  service: Service,
  input: RouteInput<'ledger.correct'>,
  caller: Caller,
): Done {
  const { commandId, ...asked } = input;
  const { userId } = personOf(caller);
  const base = { kind: 'ledger.correct', commandId, workstationId: null } as const;
  const command = { ...base, atMs: service.clock.nowMs(), userId, ...asked };
  return askDone(service, command, asked, commandEntry('ledger.correct', input, caller));
}

/**
 * Locks the books through a day, and closes the days that are over so that their balances stand.
 */
export async function lockPeriod(
  service: Service,
  input: RouteInput<'ledger.lock-period'>,
  caller: Caller,
): Done {
  const { commandId, throughDate } = input;
  const { userId } = personOf(caller);
  if (!isLocalDate(throughDate)) return refuse('FIELD_INVALID', { field: 'throughDate' });
  const atMs = service.clock.nowMs();
  const beforeMs = await endOf(service, throughDate);
  const base = { kind: 'ledger.lock-period', commandId, atMs, workstationId: null } as const;
  const named = { ...base, userId, throughDate, beforeMs };
  const told = commandEntry('ledger.lock-period', input, caller);
  const answer = await askDone(service, named, { throughDate }, told);
  if (answer.ok) await service.stores.ledger.closeDays(atMs);
  return answer;
}

/** Opens the books again from the day after `throughDate` on; an administrator says why. */
export async function reopenPeriod(
  service: Service,
  input: RouteInput<'ledger.reopen-period'>,
  caller: Caller,
): Done {
  const { commandId, throughDate, reason } = input;
  const { userId } = personOf(caller);
  if (throughDate !== null && !isLocalDate(throughDate)) {
    return refuse('FIELD_INVALID', { field: 'throughDate' });
  }
  const atMs = service.clock.nowMs();
  const beforeMs = throughDate === null ? 0 : await endOf(service, throughDate);
  const base = { kind: 'ledger.reopen-period', commandId, atMs, workstationId: null } as const;
  const named = { ...base, userId, throughDate: throughDate ?? '', beforeMs, reason };
  const told = commandEntry('ledger.reopen-period', input, caller);
  return askDone(service, named, { throughDate, reason }, told);
}

/** The instant at which a day is over everywhere in the network. */
async function endOf({ stores }: Service, date: string): Promise<number> {
  const zones = await stores.ledger.zones();
  return Math.max(0, ...zones.map((zone) => dayEnd(date, zone)));
}

/** Every lock and every opening of the books, newest first. */
export async function listLocks({
  stores,
  clock,
}: Service): Promise<Answer<RouteAnswer<'ledger.locks'>>> {
  return pageAnswer({ rows: await stores.ledger.locks(), nextCursor: null }, clock.nowMs());
}

/** What a contract stood at when its days ended, newest first. */
export async function listClosings(
  { stores, clock }: Service,
  input: RouteInput<'ledger.closings'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'ledger.closings'>>> {
  const { contractId } = input;
  const subject = await stores.statements.subject('contract', contractId);
  if (subject === null) return refuse('CONTRACT_NOT_FOUND');
  const question = { ...pageQuestion(input, caller), contractId };
  return pageAnswer(await stores.ledger.closings(question), clock.nowMs());
}

/** Tolerance, fees and discounts of a contract. */
export function setTerms(
  service: Service,
  input: RouteInput<'contract.set-terms'>,
  caller: Caller,
): Done {
  const { commandId, contractId, terms } = input;
  const fault = contractTermsFault(terms);
  if (fault !== null) {
    return Promise.resolve(refuse('FIELD_INVALID', { field: `terms.${fault}` }));
  }
  const base = { kind: 'contract.set-terms', commandId, workstationId: null } as const;
  const named = { ...base, atMs: service.clock.nowMs(), contractId, terms };
  const told = commandEntry('contract.set-terms', input, caller);
  return askDone(service, named, { contractId, terms }, told);
}
