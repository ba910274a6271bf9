import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import type { Caller } from '../caller.ts';
import { pageAnswer, pageQuestion } from '../office/page.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Everybody's open sessions, or one person's, or those that a search finds; the newest first. */
export async function listAllSessions(
  { stores, clock }: Service,
  { userId, ...input }: RouteInput<'session.list-all'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'session.list-all'>>> {
  const nowMs = clock.nowMs();
  const { cursor, limit, search } = pageQuestion(input, caller);
  const question = { cursor, limit, search, userId: userId ?? null, nowMs };
  const { rows, nextCursor } = await stores.people.openSessions(question);
  const { sessionId: own } = personOf(caller);
  const told = rows.map((row) => ({ ...row, current: row.sessionId === own }));
  return pageAnswer({ rows: told, nextCursor }, nowMs);
}
