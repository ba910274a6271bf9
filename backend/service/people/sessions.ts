import { auditEntry } from '#domain/audit/audit-entry.ts';
import { may } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller, CallingPerson } from '../caller.ts';
import { noticeDoorOf, noticesTo, type MessageAdd } from '../message/notice.ts';
import type { Answer } from '../outcome.ts';
import type { Stores } from '../ports.ts';
import type { Service } from '../service.ts';
import type { Account } from './people-rows.ts';

/** Ends the session that asks; its token is dead at once. */
export async function closeSession(
  { stores, clock }: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'session.close'>>> {
  const person = personOf(caller);
  const { userId, sessionId } = person;
  await stores.people.commit({
    atMs: clock.nowMs(),
    audit: auditEntry(doerOf(caller), {
      event: 'session.close',
      subjectKind: 'account',
      subjectId: userId,
      before: { sessionId },
    }),
    changes: [{ kind: 'session.end', sessionId }],
  });
  return ok({ done: true });
}

/** The person's own open sessions. */
export async function listSessions(
  { stores, clock }: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'session.list'>>> {
  const { userId, sessionId: currentId } = personOf(caller);
  const nowMs = clock.nowMs();
  const rows = (await openOf(stores, userId, nowMs)).map(
    ({ sessionId, workstationId, openedAtMs, expiresAtMs }) => {
      const current = sessionId === currentId;
      return { sessionId, userId, workstationId, openedAtMs, expiresAtMs, current };
    },
  );
  return ok({ rows, nextCursor: null, asOfMs: nowMs });
}

/**
 * Ends one's own session; whoever manages sessions ends anybody's. A foreign one looks like none
 * (G10).
 */
export async function revokeSession(
  service: Service,
  { sessionId }: RouteInput<'session.revoke'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'session.revoke'>>> {
  const { stores, clock } = service;
  const person = personOf(caller);
  const session = await stores.people.sessionById(sessionId);
  const mayEnd = session?.userId === person.userId || may(person, 'session.manage');
  if (session === null || !mayEnd) return refuse('NOT_FOUND');
  const { workstationId, openedAtMs } = session;
  await stores.people.commit({
    atMs: clock.nowMs(),
    audit: auditEntry(doerOf(caller), {
      event: 'session.revoke',
      subjectKind: 'account',
      subjectId: session.userId,
      before: { sessionId, workstationId, openedAtMs },
    }),
    changes: [
      { kind: 'session.end', sessionId },
      ...(await endedByOther(service, person, session.userId)),
    ],
  });
  return ok({ done: true });
}

async function endedByOther(service: Service, { userId: by }: CallingPerson, userId: string) {
  const account = by === userId ? null : await service.stores.people.accountById(userId);
  return account === null ? [] : endedNotices(service, account);
}

/**
 * Tells somebody that another person has ended sessions of his (row R-27): nothing where none was
 * open, or where he may not come in any more, as the letter says how.
 */
export async function endedNotices(
  service: Service,
  account: Account,
): Promise<readonly MessageAdd[]> {
  const { stores, clock } = service;
  if (!account.active || account.state === 'closed') return [];
  if ((await openOf(stores, account.userId, clock.nowMs())).length === 0) return [];
  const door = await noticeDoorOf(service, account);
  const params = { login: account.login, atMs: clock.nowMs() };
  return noticesTo(service, { door, account, template: 'sessions-ended', params });
}

/** Ends every other session of the person, and says how many were open. */
export async function revokeOthers(
  { stores, clock }: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'session.revoke-others'>>> {
  const person = personOf(caller);
  const { userId, sessionId: keptSessionId } = person;
  const nowMs = clock.nowMs();
  const open = await openOf(stores, userId, nowMs);
  const endedCount = open.filter(({ sessionId }) => sessionId !== keptSessionId).length;
  const subject = { subjectKind: 'account', subjectId: userId };
  const deed = { event: 'session.revoke-others', ...subject, after: { endedCount } } as const;
  await stores.people.commit({
    atMs: nowMs,
    audit: auditEntry(doerOf(caller), deed),
    changes: [{ kind: 'session.end-others', userId, keptSessionId }],
  });
  return ok({ endedCount });
}

async function openOf({ identity }: Stores, userId: string, nowMs: number) {
  const sessions = await identity.sessionsOf(userId);
  return sessions.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
}
