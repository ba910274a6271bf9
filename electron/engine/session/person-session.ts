import { clientScope, may, rightsOf, type Right } from '#domain/identity/rights.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { SessionState } from '#protocol/bridge.ts';
import type { UserRecord } from '#protocol/records.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Core } from '../core.ts';
import type { Operator } from '../sale/question.ts';
import { pullClientFeed } from '../sync/client-feed.ts';
import type { Entrance } from './entrance.ts';
import { openOnline, type Entering } from './open-online.ts';
import { keepOpened, unlock } from './unlock.ts';

/** The person at the workstation. Held in memory alone: a restarted engine asks again. */
export interface PersonSession {
  state(): SessionState;
  /**
   * Signs in at the backend; where it does not answer, unlocks with the cached verifier and the
   * rights held then. Refused with AUTH_INVALID, AUTH_DELAYED, or ONLINE_SIGNIN_REQUIRED when the
   * term is over.
   */
  signIn(entering: Entering): Promise<Result<SessionState>>;
  /** Sets the person's own password; he goes on with a new session, and unlocks with the new one. */
  setPassword(asked: RouteInput<'password.set'>): Promise<Result<SessionState>>;
  /** Goes on with a new session, as good as it may be by now. */
  renew(asked: RouteInput<'session.renew'>): Promise<Result<SessionState>>;
  signOut(): Promise<SessionState>;
  /** The backend has ended the session: somebody revoked it, or its time is over. */
  ended(): void;
  /** Whoever is signed in, if he has the right; UNAUTHORIZED or FORBIDDEN otherwise. */
  need(right: Right | null): Result<Operator>;
}

interface Current {
  readonly user: UserRecord;
  readonly rights: readonly string[];
  readonly mode: 'online' | 'local';
  readonly token: string | null;
  readonly expiresAtMs: number;
  readonly entrance: Entrance;
  /** What alone the session is good for; null where it is good for everything. */
  readonly purpose: 'set-password' | 'accept-terms' | null;
}

/** Why a session that was opened for one thing is refused everywhere else. */
const LACKING = {
  'set-password': 'PASSWORD_CHANGE_REQUIRED',
  'accept-terms': 'TERMS_REQUIRED',
} as const;

const OTHER_VERSION: ReadonlySet<string> = new Set([
  'CLIENT_UPGRADE_REQUIRED',
  'BACKEND_UPGRADE_REQUIRED',
]);

function operatorOf({ user, token }: Pick<Current, 'user' | 'token'>): Operator {
  const { userId, displayName, role } = user;
  return { userId, displayName, clientId: clientScope(role, user.clientId), sessionToken: token };
}

const NOBODY: SessionState = { user: null, rights: [], mode: 'none', expiresAtMs: null };

export function makePersonSession(core: Core): PersonSession {
  let current: Current | null = null;
  const hashOfNobody = nobodysHash(core);

  const alive = (): Current | null => {
    if (current !== null && current.expiresAtMs <= core.clock.nowMs()) current = null;
    return current;
  };
  const state = (): SessionState => {
    const now = alive();
    if (now === null) return NOBODY;
    const { user, rights, mode, expiresAtMs, purpose } = now;
    const { programmeId } = now.entrance;
    return {
      ...{ user, rights: purpose === null ? [...rights] : [], mode, expiresAtMs },
      ...(programmeId === null ? {} : { programmeId }),
      ...(purpose === null ? {} : { purpose }),
    };
  };
  const begin = (next: Current | null): SessionState => {
    current = next;
    core.events.emit('session:changed', state());
    return state();
  };

  /** What the backend has just opened for somebody who has this password. */
  const opened = async (
    entrance: Entrance,
    password: string,
    answer: RouteAnswer<'session.open'>,
  ): Promise<SessionState> => {
    const { user, token, expiresAtMs, purpose = null } = answer;
    const rights = rightsOf(user);
    await keepOpened(core, { entrance, password, rights, answer });
    const mode = 'online';
    const begun = begin({ user, rights, mode, token, expiresAtMs, entrance, purpose });
    // What does not come now comes with the next round.
    if (purpose === null) await pullClientFeed(core, operatorOf({ user, token }));
    return begun;
  };

  const online = async (entering: Entering): Promise<Result<SessionState>> => {
    const answer = await openOnline(core, entering);
    const { programmeId, login, password } = entering;
    return answer.ok ? ok(await opened({ programmeId, login }, password, answer.value)) : answer;
  };

  const offline = async (entering: Entering): Promise<Result<SessionState>> => {
    const person = await unlock(core, entering, await hashOfNobody());
    if (!person.ok) return person;
    const { user, rights, offlineUntilMs: expiresAtMs } = person.value;
    const { programmeId, login } = entering;
    const entrance = { programmeId, login };
    const fixed = { mode: 'local', token: null, purpose: null } as const;
    return ok(begin({ user, rights, expiresAtMs, entrance, ...fixed }));
  };

  return {
    state,
    async signIn(entering) {
      // A backend that speaks another language is asked nothing more, and the desk sells on.
      if (OTHER_VERSION.has(core.link.state().lastErrorCode ?? '')) return offline(entering);
      const first = await online(entering);
      return !first.ok && first.code === 'LINK_DOWN' ? offline(entering) : first;
    },
    async setPassword(asked) {
      const now = alive();
      if (now === null) return refuse('UNAUTHORIZED');
      if (now.token === null) return refuse('ONLINE_SIGNIN_REQUIRED');
      const answer = await core.link.call('password.set', asked, now.token);
      return answer.ok ? ok(await opened(now.entrance, asked.password, answer.value)) : answer;
    },
    async renew(asked) {
      const now = alive();
      if (now === null) return refuse('UNAUTHORIZED');
      if (now.token === null) return refuse('ONLINE_SIGNIN_REQUIRED');
      const answer = await core.link.call('session.renew', asked, now.token);
      if (!answer.ok) return answer;
      const { user, token, expiresAtMs, purpose = null } = answer.value;
      return ok(begin({ ...now, user, rights: rightsOf(user), token, expiresAtMs, purpose }));
    },
    async signOut() {
      const token = alive()?.token ?? null;
      const after = begin(null);
      if (token !== null) await core.link.call('session.close', {}, token);
      return after;
    },
    ended() {
      if (current?.mode === 'online') begin(null);
    },
    need(right) {
      const now = alive();
      if (now === null) return refuse('UNAUTHORIZED');
      if (right !== null && now.purpose !== null) return refuse(LACKING[now.purpose]);
      // The rights held then: a role that has lost a right since keeps it at most until the next
      // sign-in online.
      const held = right === null || (now.rights.includes(right) && may(now.user, right));
      if (!held) return refuse('FORBIDDEN', { right });
      return ok(operatorOf(now));
    },
  };
}

/** A hash that no password fits: an unknown login costs the same work as a known one (rule G7). */
function nobodysHash({ secretHash, ids }: Core): () => Promise<string> {
  let made: Promise<string> | null = null;
  return async () => {
    made ??= secretHash.hash(ids.uuid());
    try {
      return await made;
    } catch (error) {
      made = null;
      throw error;
    }
  };
}
