import { auditEntry } from '#domain/audit/audit-entry.ts';
import { ok, refuse } from '#domain/result.ts';
import type { Language } from '#domain/text/language.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../../access/need.ts';
import { doerOf } from '../../audit/doer.ts';
import type { Caller } from '../../caller.ts';
import type { Answer } from '../../outcome.ts';
import type { Service } from '../../service.ts';
import { untilWritten } from '../until-written.ts';
import { doorOf } from './door.ts';
import { readySession } from './open-session.ts';

type Renewed = Answer<RouteAnswer<'session.renew'>>;

/**
 * A new session in the place of the one that asks, as good as it may be by now: after what was
 * lacking has been accepted, an ordinary one. The token that asked is dead (fixation), and nobody
 * stays signed in for longer by it. A session that was ended meanwhile gets none in its place.
 */
export function renewSession(
  service: Service,
  { language }: RouteInput<'session.renew'>,
  caller: Caller,
): Promise<Renewed> {
  const { userId, sessionId } = personOf(caller);
  const asking = { userId, sessionId, caller, language: language ?? null };
  return untilWritten(() => renewed(service, asking));
}

interface Asking {
  readonly userId: string;
  readonly sessionId: string;
  readonly caller: Caller;
  readonly language: Language | null;
}

async function renewed(
  service: Service,
  { userId, sessionId, caller, language }: Asking,
): Promise<Renewed | 'stale'> {
  const { people } = service.stores;
  const account = await people.accountById(userId);
  const session = await people.sessionById(sessionId);
  if (account === null || !account.active || session === null) return refuse('UNAUTHORIZED');
  const door = await doorOf(service, account.programmeId);
  if (!door.ok) return door;
  const { workstationId, purpose, expiresAtMs: untilMs } = session;
  // Whoever came to set a password has proved himself for that alone.
  if (purpose === 'set-password') return refuse('PASSWORD_CHANGE_REQUIRED');
  const entering = { door: door.value, account, workstationId, language, untilMs };
  const ready = await readySession(service, entering);
  const written = await people.commit({
    atMs: service.clock.nowMs(),
    audit: auditEntry(doerOf(caller), {
      event: 'session.renew',
      subjectKind: 'account',
      subjectId: userId,
      before: { sessionId, purpose },
      after: { sessionId: ready.sessionId, purpose: ready.purpose },
    }),
    changes: [
      // Whoever ends his sessions in this moment comes before, or ends this one too.
      { kind: 'account.unchanged', userId, revision: account.revision },
      { kind: 'session.replace', sessionId },
      ...ready.changes,
    ],
  });
  return written === 'done' ? ok(ready.answer) : 'stale';
}
