import { auditEntry } from '#domain/audit/audit-entry.ts';
import { isOfClient, LEAST_GRANT, type Grant } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { DONE, parseDone } from '../authority/done.ts';
import { once, type Keep } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { withdrawnBy } from '../invitation/withdraw-invitations.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Account } from '../people/people-rows.ts';
import { endedNotices } from '../people/sessions.ts';

type Done = typeof DONE;

/**
 * Says whose client's person a representative is from now on. Nothing that he had of the client
 * before goes with him: he is signed out everywhere and hears of it, what was granted to him there
 * shrinks to the least there is until somebody grants more, the letters by which he has invited
 * others are withdrawn, that client's own account is another one from then on, and the paper by
 * which he acted counts no more (`clientStanding`, row V-02).
 * @returns `NOT_FOUND` for nobody of a client's, `ACCOUNT_BORN_OTHERWISE` for a member: he is of no
 *   client, his programme says what he sees; `CLIENT_NOT_FOUND` {clientId}, `ACCOUNT_CHANGED`
 */
export function setUserClient(
  service: Service,
  { commandId, ...asked }: RouteInput<'user.set-client'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'user.set-client'>>> {
  const command = 'user.set-client';
  const changing = { command, commandId, caller, asked, parse: parseDone } as const;
  return once(service, changing, async (keep) => {
    const { people, registers } = service.stores;
    const { userId, clientId } = asked;
    const account = await people.accountById(userId);
    if (account === null || !isOfClient(account.role)) return refuse('NOT_FOUND');
    if (account.role !== 'representative') return refuse('ACCOUNT_BORN_OTHERWISE');
    if (clientId !== null && !(await registers.hasClient(clientId))) {
      return refuse('CLIENT_NOT_FOUND', { clientId });
    }
    return moved(service, { account, clientId, keep }, caller);
  });
}

interface Move {
  readonly account: Account;
  readonly clientId: string | null;
  readonly keep: Keep<Done>;
}

async function moved(
  service: Service,
  { account, clientId, keep }: Move,
  caller: Caller,
): Promise<Answer<Done>> {
  const { people } = service.stores;
  const { userId } = account;
  const atMs = service.clock.nowMs();
  const leaves = account.clientId !== null && account.clientId !== clientId;
  const grants = leaves ? grantsElsewhere(account.grants) : account.grants;
  const next: Account = { ...account, clientId, grants };
  const written = await people.commit({
    atMs,
    audit: auditEntry(doerOf(caller), {
      event: 'user.set-client',
      subjectKind: 'account',
      subjectId: userId,
      before: told(account),
      after: told(next),
    }),
    changes: [
      { kind: 'account.put', account: next },
      ...(leaves ? await left(service, account, atMs) : []),
      keep(DONE),
    ],
  });
  return written === 'done' ? ok(DONE) : refuse('ACCOUNT_CHANGED', { userId });
}

/** Of whom nothing was said, nothing was the client's to say. */
function grantsElsewhere(grants: readonly Grant[]): readonly Grant[] {
  return grants.length === 0 ? [] : [LEAST_GRANT];
}

/** What ends with a client's people when one of them leaves. */
async function left(
  service: Service,
  account: Account,
  atMs: number,
): Promise<readonly PeopleChange[]> {
  const { userId } = account;
  return [
    { kind: 'session.end-others', userId, keptSessionId: null },
    { kind: 'client-account.leave', userId },
    ...(await withdrawnBy(service.stores, account, atMs)),
    ...(await endedNotices(service, account)),
  ];
}

function told({ clientId, grants }: Account) {
  return { clientId, grants: [...grants].toSorted() };
}
