import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { commandEntry } from '../audit/command-entry.ts';
import { once } from '../authority/first-answer.ts';
import { parseDone } from '../authority/done.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { forfeitLeases } from './forfeit-leases.ts';

export async function listWorkstations({
  stores,
  clock,
}: Service): Promise<Answer<RouteAnswer<'workstation.list'>>> {
  const rows = await stores.identity.workstations();
  return ok({ rows: [...rows], nextCursor: null, asOfMs: clock.nowMs() });
}

/**
 * Stops a workstation: from now on only its journal is taken, as late truth (I5, architecture §7).
 */
export async function revokeWorkstation(
  service: Service,
  input: RouteInput<'workstation.revoke'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'workstation.revoke'>>> {
  const { commandId, workstationId, state } = input;
  const changing = {
    command: 'workstation.revoke',
    commandId,
    caller,
    asked: { workstationId, state },
    parse: parseDone,
  } as const;
  const answer = await once(service, changing, async (keep) => {
    const written = await service.stores.people.commit({
      atMs: service.clock.nowMs(),
      audit: commandEntry('workstation.revoke', input, caller),
      changes: [{ kind: 'workstation.stop', workstationId, state }, keep({ done: true })],
    });
    return written === 'done' ? ok({ done: true } as const) : refuse('WORKSTATION_UNKNOWN');
  });
  // What follows is done as often as it is asked for: the machine may have stopped before it.
  if (answer.ok) await afterStop(service, workstationId, state);
  return answer;
}

/** Nobody waits for it any more, it hears that it is stopped, and what it held is taken away. */
export async function afterStop(
  service: Service,
  workstationId: string,
  state: 'revoked' | 'lost',
): Promise<void> {
  service.recovery.moved();
  service.live.workstationRevoked(workstationId);
  if (state === 'lost') await forfeitLeases(service, workstationId);
}
