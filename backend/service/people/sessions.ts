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
  service: Service,
  { sessionId }: RouteInput<'session.revoke'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'session.revoke'>>> {
  const person = personOf(caller);
  const { identity } = service.stores;
  const people = may(person, 'session.manage')
    ? (await identity.users()).map((user) => user.userId)
    : [person.userId];
  for (const userId of people) {
    const sessions = await identity.sessionsOf(userId);
    if (!sessions.some((session) => session.sessionId === sessionId)) continue;
    await identity.removeSession(sessionId);
    return ok({ done: true });
  }
  return refuse('NOT_FOUND');
}
