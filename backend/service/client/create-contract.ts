import { auditEntry } from '#domain/audit/audit-entry.ts';
import { clientTypeTaken } from '#domain/client/client.ts';
import { ok, refuse } from '#domain/result.ts';
import { contract as contractShape } from '#protocol/records.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { programmeOf } from '../programme/programme-of.ts';
import type { Service } from '../service.ts';

/**
 * Draws a contract up. Under a programme it is refused to clients of a type that the programme does
 * not take, before anything is asked of them (row O-02). Its number is the network's only one.
 */
export function createContract(
  service: Service,
  { commandId, ...asked }: RouteInput<'contract.create'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'contract.create'>>> {
  const parse = (kept: unknown) => contractShape.parse(kept);
  return once(
    service,
    { command: 'contract.create', commandId, caller, asked, parse },
    async (keep) => {
      const { clients, people } = service.stores;
      const { programmeId, ...drawn } = asked;
      const { clientId, number } = drawn;
      const client = await clients.client(clientId);
      if (client === null) return refuse('CLIENT_NOT_FOUND', { clientId });
      if (programmeId !== null) {
        const programme = await programmeOf(service, programmeId);
        if (programme === null) return refuse('PROGRAMME_NOT_FOUND', { programmeId });
        const taken = clientTypeTaken(client.type, programme.account);
        if (!taken.ok) return taken;
      }
      const contract = { ...asked, contractId: commandId };
      const answer = parse({
        ...drawn,
        contractId: commandId,
        clientName: client.name,
        state: 'draft',
        creditLimitMinor: 0,
        depositsMinor: 0,
      });
      const audit = auditEntry(doerOf(caller), {
        event: 'contract.create',
        subjectKind: 'contract',
        subjectId: commandId,
        after: { ...asked },
      });
      const atMs = service.clock.nowMs();
      const changes = [{ kind: 'contract.add', contract } as const, keep(answer)];
      const outcome = await people.commit({ atMs, audit, changes });
      if (outcome === 'taken') return refuse('CONTRACT_NUMBER_TAKEN', { number });
      // Stale: somebody else's command has that id, or the same one was quicker elsewhere.
      return outcome === 'done' ? ok(answer) : refuse('CHANGED_MEANWHILE');
    },
  );
}
