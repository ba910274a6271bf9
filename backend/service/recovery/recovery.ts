import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { workstationOf } from '../access/need.ts';
import { commandEntry } from '../audit/command-entry.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import type { WorkstationRow } from '../workstation/workstation-row.ts';
import type { Service } from '../service.ts';
import type { RecoveryFacts, RecoveryReason } from './recovery-ports.ts';

/**
 * From now on the network is taken for restored from a backup: a new epoch, and nothing is decided
 * but against declared exposure until every workstation has reported or is lost (architecture §8).
 */
export async function beginRecovery(service: Service, reason: RecoveryReason): Promise<void> {
  const { stores, clock, ids, audit, recovery } = service;
  await stores.recovery.beginRecovery({ epoch: ids.uuid(), reason, atMs: clock.nowMs() });
  recovery.moved();
  const nobody = { userId: null, workstationId: null, subjectId: null };
  audit.note({ event: `recovery-begun-${reason}`, ...nobody, code: null });
}

type ToldHead = NonNullable<RouteInput<'workstation.session'>['head']>;

/**
 * A head that this network has signed, of a line that it does not know: whoever shows it proves
 * that this database is older than what it once was. The hash is of a chain that only its own
 * workstation can continue.
 */
export async function noticeLostHead(
  service: Service,
  { workstationId, state, head }: WorkstationRow,
  told: ToldHead | null,
): Promise<void> {
  // Nobody waits for a lost one any more: late lines of the time before are no news.
  if (state === 'lost') return;
  const { keys } = await networkOf(service);
  if (told === null || told.seq <= head.seq || told.keyId !== keys.keyId) return;
  if (!service.digests.verify(keys.signingPublicKey, told.hash, told.coSignature)) return;
  const running = await service.stores.recovery.recovery();
  // One that has reported already and is ahead again: the database went back once more.
  if (running?.awaitedIds.includes(workstationId) === true) return;
  await beginRecovery(service, 'head');
}

/** Whether a workstation still has to report; its token may be one of the time that is lost. */
export async function isAwaited(service: Service, workstationId: string): Promise<boolean> {
  const running = await runningRecovery(service);
  return running?.awaitedIds.includes(workstationId) ?? false;
}

/** A workstation has brought its whole journal in the new epoch. */
export async function reportRecovered(
  service: Service,
  { headSeq }: RouteInput<'recovery.report'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'recovery.report'>>> {
  const { workstationId } = workstationOf(caller);
  const row = await service.stores.identity.workstation(workstationId);
  if (row === null || row.head.seq < headSeq) return refuse('JOURNAL_GAP');
  await service.stores.recovery.noLongerAwaited(workstationId, service.clock.nowMs());
  service.recovery.moved();
  return ok({ done: true });
}

export async function getRecovery({
  stores,
  clock,
}: Service): Promise<Answer<RouteAnswer<'recovery.get'>>> {
  const round = await stores.recovery.round();
  const recovery = round === null ? null : { ...round, workstations: [...round.workstations] };
  return ok({ recovery, asOfMs: clock.nowMs() });
}

/** The office has entered again what only it knew: the recovery is read and put away. */
export function finishRecovery(
  service: Service,
  input: RouteInput<'recovery.finish'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'recovery.finish'>>> {
  const changing = {
    command: 'recovery.finish',
    commandId: input.commandId,
    caller,
    asked: {},
    parse: parseDone,
  } as const;
  return once(service, changing, async (keep) => {
    const written = await service.stores.people.commit({
      atMs: service.clock.nowMs(),
      audit: commandEntry('recovery.finish', input, caller),
      changes: [{ kind: 'recovery.finish' }, keep({ done: true })],
    });
    if (written === 'done') return ok({ done: true } as const);
    const isThere = (await service.stores.recovery.round()) !== null;
    return refuse(isThere ? 'RECOVERY_AWAITED' : 'RECOVERY_OVER');
  });
}

/** What may be authorized per contract before everybody has reported: a person answers for it. */
export function declareExposure(
  service: Service,
  input: RouteInput<'recovery.declare'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'recovery.declare'>>> {
  const { commandId, amountMinor, reason } = input;
  const changing = {
    command: 'recovery.declare',
    commandId,
    caller,
    asked: { amountMinor, reason },
    parse: parseDone,
  } as const;
  return once(service, changing, async (keep) => {
    const written = await service.stores.people.commit({
      atMs: service.clock.nowMs(),
      audit: commandEntry('recovery.declare', input, caller),
      changes: [{ kind: 'recovery.declare', amountMinor }, keep({ done: true })],
    });
    return written === 'done' ? ok({ done: true } as const) : refuse('RECOVERY_OVER');
  });
}

/** The recovery that runs; null when nothing is recovered. */
export async function runningRecovery(service: Service): Promise<RecoveryFacts | null> {
  return (await service.recovery.isRunning()) ? service.stores.recovery.recovery() : null;
}

/** NETWORK_RECOVERING with how many workstations are awaited; null when nothing is recovered. */
export async function recoveringRefusal(service: Service): Promise<Answer<never> | null> {
  const running = await runningRecovery(service);
  return running === null ? null : refusedBy(running);
}

/** NETWORK_RECOVERING with how many workstations are awaited. */
export function refusedBy({ awaitedIds }: RecoveryFacts): Answer<never> {
  return refuse('NETWORK_RECOVERING', { awaitedCount: awaitedIds.length });
}
