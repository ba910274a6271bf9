import { ok, refuse } from '#domain/result.ts';
import type { CredentialSheet } from '#protocol/records/client/account.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { temporaryPasswordChanges } from '../password-recovery/let-in.ts';
import { drawnPassword } from '../people/draws.ts';
import { freeGuesses } from '../access/free-guesses.ts';
import type { Account } from '../people/people-rows.ts';
import { lastInstantOf } from '../people/password-term.ts';
import { doorOfProgramme, noticesTo } from '../message/notice.ts';
import type { Service } from '../service.ts';
import { sheetOf, type AccountPapers } from './new-account.ts';
import type { Keep } from '../authority/first-answer.ts';
import { saidOnce, type SaidSheet } from './said-once.ts';
import { accountEntry, signedPapers } from './signed-papers.ts';

/**
 * Prints the sheet of a client's account again, with a reason (row N-06): a new temporary password;
 * the old one and every session are dead, the lock is gone with them, and the owner hears of it.
 */
export function printSheet(
  service: Service,
  asked: RouteInput<'account.sheet'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'account.sheet'>>> {
  return saidOnce(service, { ...asked, command: 'account.sheet', caller }, async (keep) => {
    const papers = await signedPapers(service, asked.contractId, ['with-contract', 'after-card']);
    if (!papers.ok) return papers;
    const { paper, programme } = papers.value;
    const of = { programmeId: programme.programmeId, clientId: paper.client.clientId };
    const known = await service.stores.clients.accountOf(of);
    const account = known === null ? null : await service.stores.people.accountById(known.userId);
    if (account === null) return refuse('NOT_FOUND');
    if (account.state === 'erased') return refuse('ACCOUNT_ERASED');
    if (account.state === 'closed') return refuse('ACCESS_ENDED');
    return renewed(service, { account, papers: papers.value, reason: asked.reason, caller, keep });
  });
}

interface Renewal {
  readonly account: Account;
  readonly papers: AccountPapers;
  readonly reason: string;
  readonly caller: Caller;
  readonly keep: Keep<CredentialSheet>;
}

async function renewed(
  service: Service,
  { account, papers, reason, caller, keep }: Renewal,
): Promise<Answer<SaidSheet>> {
  const { userId, login, displayName } = account;
  const password = drawnPassword(service);
  const atMs = service.clock.nowMs();
  const letting = { profile: papers.programme, account };
  const expiresAtMs = lastInstantOf(papers.programme.passwords.firstTermMs, service);
  const given = await temporaryPasswordChanges(service, letting, { password, expiresAtMs });
  const door = doorOfProgramme(papers.programme);
  const params = { login, atMs };
  const news = noticesTo(service, { door, account, template: 'credentials-issued', params });
  const names = { userId, login, displayName, temporaryPassword: null };
  const sheet = sheetOf(papers, names, atMs);
  const outcome = await service.stores.people.commit({
    atMs,
    audit: accountEntry('account.sheet', { subjectId: userId, after: { reason } }, caller),
    changes: [...given, ...news, keep(sheet)],
  });
  // Somebody has changed the account meanwhile: asked again, the sheet is printed.
  if (outcome !== 'done') return refuse('CHANGED_MEANWHILE');
  await freeGuesses(service, account);
  return ok({ sheet, password });
}
