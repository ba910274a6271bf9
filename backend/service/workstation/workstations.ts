import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { once } from '../authority/first-answer.ts';
import { parseDone } from '../authority/done.ts';
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
export function revokeWorkstation(
  service: Service,
  { commandId, workstationId, state }: RouteInput<'workstation.revoke'>,
): Promise<Answer<RouteAnswer<'workstation.revoke'>>> {
  const changing = { commandId, asked: { workstationId, state }, parse: parseDone };
  return once(service, changing, async () => {
    const known = await stopWorkstation(service, workstationId, state);
    return known ? ok({ done: true }) : refuse('WORKSTATION_UNKNOWN');
  });
}

/** The same for whoever knows that it is to be done; false when there is no such workstation. */
export async function stopWorkstation(
  service: Service,
  workstationId: string,
  state: 'revoked' | 'lost',
): Promise<boolean> {
  const known = await service.stores.identity.setWorkstationState(workstationId, state);
  if (!known) return false;
  if (state === 'lost') {
    await service.stores.recovery.noLongerAwaited(workstationId, service.clock.nowMs());
  }
  service.recovery.moved();
  service.live.workstationRevoked(workstationId);
  if (state === 'lost') await forfeitLeases(service, workstationId);
  return true;
}
