import { authorityDays } from '#domain/client/authority-document.ts';
import { isOfClient } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { accountEntry } from './signed-papers.ts';

/**
 * Says on what paper a representative acts for his client, and from when until when (row V-02). It
 * takes the place of the one before. One whose last day is over is taken too: by it a document that
 * was called back counts no more.
 */
export function putAuthority(
  service: Service,
  { commandId, ...asked }: RouteInput<'account.authority'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'account.authority'>>> {
  return once(
    service,
    { command: 'account.authority', commandId, caller, asked, parse: parseDone },
    async (keep) => {
      const { people, clients, applications } = service.stores;
      const { userId, contractId, document } = asked;
      const account = await people.accountById(userId);
      if (account === null || !isOfClient(account.role)) return refuse('NOT_FOUND');
      const paper = await clients.contractPaper(contractId);
      if (paper?.client.clientId !== account.clientId) return refuse('CONTRACT_NOT_FOUND');
      const days = authorityDays(document);
      if (!days.ok) return days;
      const known = await applications.authorityOf(userId);
      const kept = {
        applicationId: known?.applicationId ?? null,
        stationId: known?.stationId ?? null,
      };
      const authority = { ...document, userId, contractId, ...kept };
      const before = known === null ? null : { ...known };
      const done = { subjectId: userId, before, after: asked };
      const written = await people.commit({
        atMs: service.clock.nowMs(),
        audit: accountEntry('account.authority', done, caller),
        changes: [{ kind: 'authority.put', authority }, keep({ done: true })],
      });
      return written === 'done' ? ok({ done: true } as const) : refuse('CHANGED_MEANWHILE');
    },
  );
}
