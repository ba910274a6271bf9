import { auditEntry } from '#domain/audit/audit-entry.ts';
import { normalizeEmail } from '#domain/client/contact.ts';
import { isOfClient } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import { listedUser } from '#protocol/records/administration.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { once, type Keep } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { contactNotices } from '../message/contact-notices.ts';
import { noticeDoorOf } from '../message/notice.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { PeopleChange } from './changes/people-change.ts';
import type { Account } from './people-rows.ts';
import { endedNotices } from './sessions.ts';
import { asListed } from './user-record.ts';

type Asked = Omit<RouteInput<'user.put'>, 'commandId'>;

/**
 * Says what somebody is called, which role or grants he has, whether he may sign in, and where
 * letters to one of the network's own people go. Whoever may now do something else than before is
 * signed out everywhere, so that a workstation asks anew for his rights. Refused with
 * LAST_ADMINISTRATOR when nobody could undo it, and with FIELD_READONLY where another login is
 * asked for: it never changes (row V-11), or a client's person's address: he proves it (N-21).
 */
export function putUser(
  service: Service,
  { commandId, ...asked }: RouteInput<'user.put'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'user.put'>>> {
  const parse = (kept: unknown) => listedUser.parse(kept);
  const told = {
    ...asked,
    grants: asked.grants ?? null,
    login: asked.login ?? null,
    email: askedEmail(asked),
  };
  return once(service, { command: 'user.put', commandId, caller, asked: told, parse }, (keep) =>
    service.locks.run(`account ${asked.userId}`, async () => {
      const account = await service.stores.people.accountById(asked.userId);
      if (account === null) return refuse('NOT_FOUND');
      const judged = judge(account, asked);
      return judged.ok ? write(service, { account, next: judged.value, caller, keep }) : judged;
    }),
  );
}

/** The account as it shall be; who is a client's person stays one, and who is not becomes none. */
function judge(account: Account, asked: Asked): Answer<Account> {
  const { displayName, role, active, grants = account.grants } = asked;
  if (account.state === 'erased') return refuse('NOT_FOUND');
  if ((asked.login ?? account.login) !== account.login) {
    return refuse('FIELD_READONLY', { field: 'login' });
  }
  const stays = isOfClient(account.role) ? role === account.role : !isOfClient(role);
  if (!stays) return refuse('FIELD_INVALID', { field: 'role' });
  if (asked.grants !== undefined && role !== 'representative') {
    return refuse('FIELD_INVALID', { field: 'grants' });
  }
  const email = emailOf(account, asked.email);
  if (!email.ok) return email;
  return ok({ ...account, displayName, role, active, grants, email: email.value });
}

/** As it is compared with what was asked before: null asks nothing, nothing takes it away. */
function askedEmail({ email }: Asked): string | null {
  return email === undefined ? null : (email ?? '');
}

/** What is left out stays; clients' people change their own, and prove it (row N-21). */
function emailOf(account: Account, email: Asked['email']): Answer<string | null> {
  if (email === undefined) return ok(account.email);
  if (isOfClient(account.role)) return refuse('FIELD_READONLY', { field: 'email', byProof: true });
  return email === null ? ok(null) : normalizeEmail(email);
}

interface Put {
  readonly account: Account;
  readonly next: Account;
  readonly caller: Caller;
  readonly keep: Keep<RouteAnswer<'user.put'>>;
}

async function write(
  service: Service,
  { account, next, caller, keep }: Put,
): Promise<Answer<RouteAnswer<'user.put'>>> {
  const { stores, clock } = service;
  const [before, after] = [fieldsOf(account), fieldsOf(next)];
  const { userId } = account;
  const put = asListed(next);
  const changes: PeopleChange[] = [{ kind: 'account.put', account: next }, keep(put)];
  const rightsChanged =
    JSON.stringify([before.role, before.active, before.grants]) !==
    JSON.stringify([after.role, after.active, after.grants]);
  if (rightsChanged) {
    const end = { kind: 'session.end-others', userId, keptSessionId: null } as const;
    changes.push(end, ...(await endedNotices(service, next)));
  }
  const door = await noticeDoorOf(service, next);
  changes.push(...contactNotices(service, { kind: 'email', door, before: account, after: next }));
  const wasAdministrator = account.role === 'administrator' && account.active;
  const administers = next.role === 'administrator' && next.active;
  if (wasAdministrator && !administers) changes.push({ kind: 'administrator.remains' });
  const outcome = await stores.people.commit({
    atMs: clock.nowMs(),
    audit: auditEntry(doerOf(caller), {
      event: 'user.put',
      subjectKind: 'account',
      subjectId: userId,
      before,
      after,
    }),
    changes,
  });
  if (outcome === 'done') return ok(put);
  const isStale = (await stores.people.accountById(userId))?.revision !== account.revision;
  return isStale ? refuse('ACCOUNT_CHANGED', { userId }) : refuse('LAST_ADMINISTRATOR');
}

/**
 * What of an account is told in the audit trail: the network's own people by their names, others
 * may want to be forgotten.
 */
function fieldsOf({ displayName, programmeId, role, active, grants, email }: Account) {
  const name = programmeId === null ? { displayName } : { personName: displayName };
  return { ...name, role, active, grants: [...grants].toSorted(), email };
}
