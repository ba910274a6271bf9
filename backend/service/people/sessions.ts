import { may } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Ends the session that asks; its token is dead at once. */
export async function closeSession(
  { stores }: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'session.close'>>> {
  await stores.identity.removeSession(personOf(caller).sessionId);
  return ok({ done: true });
}

/** The person's own open sessions. */
export async function listSessions(
  { stores, clock }: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'session.list'>>> {
  const { userId, sessionId: currentId } = personOf(caller);
  const nowMs = clock.nowMs();
  const sessions = await stores.identity.sessionsOf(userId);
  const rows = sessions
    .filter((session) => session.expiresAtMs > nowMs)
    .map(({ sessionId, workstationId, openedAtMs, expiresAtMs }) => {
      const current = sessionId === currentId;
      return { sessionId, userId, workstationId, openedAtMs, expiresAtMs, current };
    });
  return ok({ rows, nextCursor: null, asOfMs: nowMs });
}

/**
 * Ends one's own session; whoever manages sessions ends anybody's. A foreign one looks like none
 * (G10).
 */
export async function revokeSession(
  { stores, clock }: Service,
  { sessionId }: RouteInput<'session.revoke'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'session.revoke'>>> {
  const person = personOf(caller);
  const { userId, workstationId: at } = person;
  const session = await stores.people.sessionById(sessionId);
  const mayEnd = session?.userId === userId || may(person, 'session.manage');
  if (session === null || !mayEnd) return refuse('NOT_FOUND');
  const event = { event: 'session.revoke', userId, workstationId: at, code: null };
  const subject = { subjectKind: 'account', subjectId: session.userId };
  const { workstationId, openedAtMs } = session;
  await stores.people.commit({
    atMs: clock.nowMs(),
    audit: { ...event, ...subject, before: { sessionId, workstationId, openedAtMs }, after: null },
    changes: [{ kind: 'session.end', sessionId }],
  });
  return ok({ done: true });
}
