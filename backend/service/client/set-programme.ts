import { auditEntry } from '#domain/audit/audit-entry.ts';
import { maySignWith, clientTypeTaken } from '#domain/client/client.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { parseDone } from '../authority/done.ts';
import { once, type Keep } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { programmeOf } from '../programme/programme-of.ts';
import type { Service } from '../service.ts';
import type { ContractPaper } from './client-papers.ts';

/**
 * Puts a contract under a programme: those that came with a register are under none, and nobody
 * could get an account by them. A programme that people have accounts under, or are invited to,
 * stays. The new one has to take the client as it would at the signature (rows O-02, O-08).
 */
export function setProgramme(
  service: Service,
  { commandId, ...asked }: RouteInput<'contract.set-programme'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'contract.set-programme'>>> {
  const { contractId, programmeId } = asked;
  return once(
    service,
    { command: 'contract.set-programme', commandId, caller, asked, parse: parseDone },
    async (keep) => {
      const paper = await service.stores.clients.contractPaper(contractId);
      if (paper === null) return refuse('CONTRACT_NOT_FOUND');
      if (paper.programmeId === programmeId) return ok({ done: true } as const);
      if (paper.state === 'closed') return refuse('CONTRACT_CLOSED');
      const programme = await programmeOf(service, programmeId);
      if (programme === null) return refuse('PROGRAMME_NOT_FOUND', { programmeId });
      const taken = takes(paper, programme);
      if (!taken.ok) return taken;
      return leavingOne(service, paper, () =>
        written(service, { paper, programmeId, keep }, caller),
      );
    },
  );
}

function takes({ state, client }: ContractPaper, { account }: ProgrammeProfile) {
  return state === 'draft' ? clientTypeTaken(client.type, account) : maySignWith(client, account);
}

/** Nobody opens an account under the programme that is left, while it is looked whether one is. */
function leavingOne(
  service: Service,
  { programmeId, client }: ContractPaper,
  work: () => Promise<Answer<{ done: true }>>,
): Promise<Answer<{ done: true }>> {
  if (programmeId === null) return work();
  const { clientId } = client;
  return service.locks.run(`client account ${programmeId} ${clientId}`, async () => {
    const inUse = await service.stores.clients.isUnder({ programmeId, clientId });
    return inUse ? refuse('PROGRAMME_IN_USE') : work();
  });
}

interface Setting {
  readonly paper: ContractPaper;
  readonly programmeId: string;
  readonly keep: Keep<{ readonly done: true }>;
}

async function written(
  { stores, clock }: Service,
  { paper, programmeId, keep }: Setting,
  caller: Caller,
): Promise<Answer<{ done: true }>> {
  const { contractId, programmeId: before } = paper;
  const outcome = await stores.people.commit({
    atMs: clock.nowMs(),
    audit: auditEntry(doerOf(caller), {
      event: 'contract.set-programme',
      subjectKind: 'contract',
      subjectId: contractId,
      before: { programmeId: before },
      after: { programmeId },
    }),
    changes: [
      { kind: 'contract.set-programme', contractId, programmeId, before },
      keep({ done: true }),
    ],
  });
  // Somebody has changed it meanwhile: asked again, it is judged as it is now.
  return outcome === 'done' ? ok({ done: true }) : refuse('CHANGED_MEANWHILE');
}
