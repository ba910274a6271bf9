import { signInWaitUntilMs } from '#domain/identity/attempts.ts';
import { loginKey } from '#domain/identity/login.ts';
import { clientScope, may, rightsOf, type Right } from '#domain/identity/rights.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { SessionState } from '#protocol/bridge.ts';
import type { UserRecord } from '#protocol/records.ts';
import type { Core } from '../core.ts';
import { clockFault } from '../lease/lease-fault.ts';
import { countFillsIn } from '../sale/fill-store.ts';
import type { Operator } from '../sale/question.ts';
import { pullClientFeed } from '../sync/client-feed.ts';
import { keepPerson, noteTry, personByLogin, signInErrors, type Person } from './people.ts';

/**
 * Who signed in online may unlock without the link for this long (row N-03), or less if the backend
 * says so.
 */
export const OFFLINE_TERM_MS = 7 * 24 * 3_600_000;

/** The person at the workstation. Held in memory alone: a restarted engine asks again. */
export interface PersonSession {
  state(): SessionState;
  /**
   * Signs in at the backend; where it does not answer, unlocks with the cached verifier and the
   * rights held then. Refused with AUTH_INVALID, AUTH_DELAYED, or ONLINE_SIGNIN_REQUIRED when the
   * term is over.
   */
  signIn(login: string, password: string): Promise<Result<SessionState>>;
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
}

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
    const { user, rights, mode, expiresAtMs } = now;
    return { user, rights: [...rights], mode, expiresAtMs };
  };
  const begin = (next: Current | null): SessionState => {
    current = next;
    core.events.emit('session:changed', state());
    return state();
  };

  const online = async (login: string, password: string): Promise<Result<SessionState>> => {
    const { workstationId } = core.identity;
    const answer = await core.link.callOpen('session.open', { login, password, workstationId });
    if (!answer.ok) return answer;
    const { user, token, expiresAtMs, offlineUntilMs } = answer.value;
    const rights = rightsOf(user);
    const verifier = await core.secretHash.hash(password);
    const nowMs = core.clock.nowMs();
    keepPerson(core, {
      login: loginKey(login),
      user,
      rights,
      verifier,
      signedInAtMs: nowMs,
      offlineUntilMs: Math.min(offlineUntilMs, nowMs + OFFLINE_TERM_MS),
    });
    const begun = begin({ user, rights, mode: 'online', token, expiresAtMs });
    // What does not come now comes with the next round.
    await pullClientFeed(core, operatorOf({ user, token }));
    return ok(begun);
  };

  const offline = async (login: string, password: string): Promise<Result<SessionState>> => {
    const known = { login: loginKey(login), password, nobodysHash: await hashOfNobody() };
    const person = await unlock(core, known);
    if (!person.ok) return person;
    const { user, rights, offlineUntilMs: expiresAtMs } = person.value;
    return ok(begin({ user, rights, mode: 'local', token: null, expiresAtMs }));
  };

  return {
    state,
    async signIn(login, password) {
      // A backend that speaks another language is asked nothing more, and the desk sells on.
      if (OTHER_VERSION.has(core.link.state().lastErrorCode ?? '')) return offline(login, password);
      const first = await online(login, password);
      return !first.ok && first.code === 'LINK_DOWN' ? offline(login, password) : first;
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

/** What ending an open fill takes. Nothing new is sold: no lease is spent under such a clock. */
const FINISHING: ReadonlySet<string> = new Set<Right>(['sale.make', 'sale.view']);

interface Unlock {
  readonly login: string;
  readonly password: string;
  readonly nobodysHash: string;
}

/**
 * Checks a pair against what was kept at the last sign-in online, with the same work for every
 * login.
 */
async function unlock(
  core: Core,
  { login, password, nobodysHash }: Unlock,
): Promise<Result<Person>> {
  const person = personByLogin(core, login);
  const nowMs = core.clock.nowMs();
  const waitUntilMs = signInWaitUntilMs(signInErrors(core, login));
  if (nowMs < waitUntilMs) return refuse('AUTH_DELAYED', { waitMs: waitUntilMs - nowMs });
  const verifier = person?.verifier ?? nobodysHash;
  const right = await core.secretHash.verify(verifier, password);
  noteTry(core, login, { right: right && person !== null, nowMs });
  if (person === null || !right) return refuse('AUTH_INVALID');
  // The term is told only to who knows the password.
  if (nowMs >= person.offlineUntilMs) return refuse('ONLINE_SIGNIN_REQUIRED');
  if (clockFault(core) === null) return ok(person);
  // A clock that cannot be believed measures no term; but fuel that has run has to be captured.
  const isFilling = countFillsIn(core.journal.db, 'held') > 0;
  const rights = person.rights.filter((right) => FINISHING.has(right));
  return isFilling ? ok({ ...person, rights }) : refuse('ONLINE_SIGNIN_REQUIRED');
}
