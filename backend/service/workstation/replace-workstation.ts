import { canonicalText } from '#domain/journal/chain.ts';
import { auditEntry } from '#domain/audit/audit-entry.ts';
import { refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { PeopleWork } from '../people/people-ports.ts';
import type { Service } from '../service.ts';
import { enrolWith } from './enrol.ts';
import { afterStop } from './workstations.ts';

/**
 * A workstation whose journal is a fork leaves its identity behind and joins anew with a one-time
 * code. Its old self is declared lost with it, whoever else still has a copy of it: leases become
 * exposure, late lines are booked as of any lost one (architecture §7). Asked again, by the same
 * key and with another code, it makes another workstation: an answer that was lost costs a row in a
 * list, and leases that were not yet taken away then are now.
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
  const enrolled = await enrolWith(service, joining, {
    caller,
    along: (byWorkstationId, atMs) => [lostWork({ workstationId, byWorkstationId, atMs }, caller)],
  });
  if (enrolled.ok) await afterStop(service, workstationId, 'lost');
  return enrolled;
}

interface Lost {
  readonly workstationId: string;
  /** The identity that it has now: what it does is told as done there. */
  readonly byWorkstationId: string;
  readonly atMs: number;
}

/** The old identity is lost, and the trail tells so (rule G8). */
function lostWork({ workstationId, byWorkstationId, atMs }: Lost, caller: Caller): PeopleWork {
  const doer = { ...doerOf(caller), workstationId: byWorkstationId };
  const subject = { subjectKind: 'workstation', subjectId: workstationId };
  const audit = auditEntry(doer, { event: 'workstation.replace', ...subject });
  return { atMs, audit, changes: [{ kind: 'workstation.stop', workstationId, state: 'lost' }] };
}
