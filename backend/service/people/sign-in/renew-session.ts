import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../../access/need.ts';
import type { Caller } from '../../caller.ts';
import type { Answer } from '../../outcome.ts';
import type { Service } from '../../service.ts';
import { doorOf } from './door.ts';
import { readySession } from './open-session.ts';

/**
 * A new session in the place of the one that asks, as good as it may be by now: after what was
 * lacking has been accepted, an ordinary one. The token that asked is dead (fixation), and nobody
 * stays signed in for longer by it.
 */
export async function renewSession(
  service: Service,
  { language }: RouteInput<'session.renew'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'session.renew'>>> {
  const { userId, sessionId } = personOf(caller);
  const { people } = service.stores;
  const account = await people.accountById(userId);
  const session = await people.sessionById(sessionId);
  if (account === null || session === null) return refuse('UNAUTHORIZED');
  const door = await doorOf(service, account.programmeId);
  if (!door.ok) return door;
  const { workstationId, purpose, expiresAtMs: untilMs } = session;
  // Whoever came to set a password has proved himself for that alone.
  if (purpose === 'set-password') return refuse('PASSWORD_CHANGE_REQUIRED');
  const readIn = language ?? null;
  const entering = { door: door.value, account, workstationId, language: readIn, untilMs };
  const ready = await readySession(service, entering);
  const atMs = service.clock.nowMs();
  const end = { kind: 'session.replace', sessionId } as const;
  const written = await people.commit({ atMs, audit: null, changes: [end, ...ready.changes] });
  // Ended in the same moment, by whoever put him out or by another renewal: none follows from it.
  return written === 'done' ? ok(ready.answer) : refuse('UNAUTHORIZED');
}
