import { assert } from '#domain/assert.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { askDone } from '../authority/ask-authority.ts';
import { derivedId } from '../authority/derived-id.ts';
import { once } from '../authority/first-answer.ts';
import { parseDone } from '../authority/done.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

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
    const known = await service.stores.identity.setWorkstationState(workstationId, state);
    if (!known) return refuse('WORKSTATION_UNKNOWN');
    if (state === 'lost') {
      await service.stores.recovery.noLongerAwaited(workstationId, service.clock.nowMs());
    }
    service.recovery.moved();
    service.live.workstationRevoked(workstationId);
    if (state === 'lost') await forfeitLeases(service, workstationId);
    return ok({ done: true });
  });
}

/** Leases that one command takes away. */
const LOST_BATCH = 500;

/**
 * Takes away what a lost workstation holds, contract by contract. Its key is revoked before, so
 * nothing new comes to it meanwhile; whoever repeats an interrupted declaration goes on with what
 * is left.
 */
async function forfeitLeases(service: Service, lostWorkstationId: string): Promise<void> {
  const { stores, digests, clock } = service;
  let after = '';
  for (;;) {
    const open = await stores.leases.openLeases(lostWorkstationId, { after, limit: LOST_BATCH });
    const last = open.at(-1);
    if (last === undefined) return;
    for (const contractId of new Set(open.map((lease) => lease.contractId))) {
      const own = open.filter((lease) => lease.contractId === contractId);
      const leaseIds = own.map(({ leaseId }) => leaseId);
      const commandId = derivedId(digests, 'lost', lostWorkstationId, ...leaseIds);
      const base = { kind: 'workstation.declare-lost', commandId, atMs: clock.nowMs() } as const;
      const asked = { lostWorkstationId, contractId, leaseIds };
      const answer = await askDone(service, { ...base, workstationId: null, ...asked }, asked);
      assert(answer.ok, 'what is known to be lost can be declared so');
    }
    after = last.leaseId;
  }
}
