import { canonicalText } from '#domain/journal/chain.ts';
import { refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { enrol } from './enrol.ts';
import { loseReplaced } from './workstations.ts';

/**
 * A workstation whose journal is a fork leaves its identity behind and joins anew with a one-time
 * code. Its old self is declared lost, whoever else still has a copy of it: leases become exposure,
 * late lines are booked as of any lost one (architecture §7). Asked again, by the same key and with
 * another code, it makes another workstation: an answer that was lost costs a row in a list.
 */
export async function replaceWorkstation(
  service: Service,
  { signature, workstationId, ...joining }: RouteInput<'workstation.replace'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'workstation.replace'>>> {
  const row = await service.stores.identity.workstation(workstationId);
  if (row === null) return refuse('WORKSTATION_UNKNOWN');
  const signed = canonicalText({ workstationId, ...joining });
  if (!service.digests.verify(row.publicKey, signed, signature)) {
    return refuse('WORKSTATION_SIGNATURE_INVALID');
  }
  const enrolled = await enrol(service, joining, caller);
  if (enrolled.ok) {
    const replaced = { workstationId, byWorkstationId: enrolled.value.workstationId };
    await loseReplaced(service, replaced, caller);
  }
  return enrolled;
}
