import type { NewClientAccount } from '#domain/client/client-account.ts';
import { ok, refuse } from '#domain/result.ts';
import type { CredentialSheet } from '#protocol/records/client/account.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { issuedAccess } from '../password-recovery/issuing-office.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';
import { drawAccount, sheetOf, type AccountPapers } from './new-account.ts';
import type { Keep } from '../authority/first-answer.ts';
import { saidOnce, type SaidSheet } from './said-once.ts';
import { accountEntry, signedPapers } from './signed-papers.ts';

/**
 * Opens the account of a contract's client where staff do it: under some programmes not before the
 * first card was handed over with its act (row O-05), under others with the contract, for one that
 * was in force before it came under the programme. A client who has an account keeps it.
 */
export function openAccount(
  service: Service,
  asked: RouteInput<'account.open'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'account.open'>>> {
  const { clients } = service.stores;
  return saidOnce(service, { ...asked, command: 'account.open', caller }, async (keep) => {
    const papers = await signedPapers(service, asked.contractId, ['with-contract', 'after-card']);
    if (!papers.ok) return papers;
    const { paper, programme } = papers.value;
    const afterCard = programme.account.birth === 'after-card';
    if (afterCard && !(await clients.hasHandOver(paper.contractId))) {
      return refuse('CARD_NOT_HANDED_OVER');
    }
    const of = { programmeId: programme.programmeId, clientId: paper.client.clientId };
    return service.locks.run(`client account ${of.programmeId} ${of.clientId}`, async () => {
      const known = await clients.accountOf(of);
      if (known === null) return opened(service, papers.value, { caller, keep });
      const names = { ...known, temporaryPassword: null };
      const sheet = sheetOf(papers.value, names, service.clock.nowMs());
      return ok({ sheet, password: null });
    });
  });
}

async function opened(
  service: Service,
  papers: AccountPapers,
  { caller, keep }: { readonly caller: Caller; readonly keep: Keep<CredentialSheet> },
): Promise<Answer<SaidSheet>> {
  const atMs = service.clock.nowMs();
  const drawn = await drawAccount(service, papers, async (account) => {
    const { userId: subjectId, programmeId, clientId } = account;
    // By its id alone: the trail outlives the login of somebody who is forgotten.
    const after = { programmeId, clientId };
    const issued = await issuedAccess(service, personOf(caller), subjectId);
    const outcome = await service.stores.people.commit({
      atMs,
      audit: accountEntry('account.open', { subjectId, after }, caller),
      changes: [
        { kind: 'account.add', account: firstAccount(account) },
        { kind: 'client-account.name', programmeId, clientId, userId: subjectId },
        ...issued,
        keep(newSheet(papers, account, atMs)),
      ],
    });
    return outcome === 'taken' ? outcome : { isDone: outcome === 'done' };
  });
  if (!drawn.ok) return drawn;
  const { account, password, made } = drawn.value;
  // Another backend has opened it meanwhile: asked again, it is there.
  if (!made.isDone) return refuse('CHANGED_MEANWHILE');
  return ok({ sheet: newSheet(papers, account, atMs), password });
}

/** The sheet as it is kept: without its password. */
function newSheet(
  papers: AccountPapers,
  { userId, login, displayName }: NewClientAccount,
  atMs: number,
): CredentialSheet {
  return sheetOf(papers, { userId, login, displayName, temporaryPassword: null }, atMs);
}

/** Of a password that was given to him nobody says that he has set it. */
function firstAccount(account: NewClientAccount): Account {
  const fresh = { active: true, state: 'active', mustSetPassword: true, revision: 0 } as const;
  return { ...account, ...fresh, passwordSetAtMs: null, preferences: {} };
}
