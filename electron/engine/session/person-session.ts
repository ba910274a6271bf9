import { rightsOf, type Right } from '#domain/identity/rights.ts';
import { ok, type Result } from '#domain/result.ts';
import type { SessionState } from '#protocol/bridge.ts';
import type { ProgrammeDoor } from '#protocol/records/programme-door.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Core } from '../core.ts';
import type { Operator } from '../sale/question.ts';
import { pullClientFeed } from '../sync/client-feed.ts';
import { comeIn, forgetRefusedTerms, lacking, noteAccepted, refusedTerms } from './acceptances.ts';
import { forgiveAppPin, makeAppLock, type AppLock } from './app-lock.ts';
import { CurrentSession, operatorOf, type Current } from './current-session.ts';
import { knownDoor } from './door-rule.ts';
import { openOnline, type Entering } from './open-online.ts';
import { entranceKey } from './entrance.ts';
import { forgetPerson, personByLogin, type Person } from './people.ts';
import { forgetChanged } from './kept-access.ts';
import {
  forgetRefused,
  keepOpened,
  keepVerified,
  unlock,
  withoutUnlock,
  type Opened,
} from './unlock.ts';

/** The person at the workstation. Held in memory alone: a restarted engine asks again. */
export interface PersonSession {
  state(): SessionState;
  /**
   * Signs in at the backend; where it does not answer, unlocks with the cached verifier and the
   * rights held then. Refused with AUTH_INVALID, AUTH_DELAYED, or ONLINE_SIGNIN_REQUIRED when the
   * term is over.
   */
  signIn(entering: Entering): Promise<Result<SessionState>>;
  /**
   * Sets the person's own password; he goes on with a new session, and unlocks with the new one.
   */
  setPassword(asked: RouteInput<'password.set'>): Promise<Result<SessionState>>;
  /** Goes on with a session that a code or a link has opened. */
  proved(programmeId: string, session: ProvedSession): SessionState;
  /** Goes on with a new session, as good as it may be by now. */
  renew(asked: RouteInput<'session.renew'>): Promise<Result<SessionState>>;
  /** The person's own PIN at this desk (row R-29). */
  readonly lock: AppLock;
  signOut(): Promise<SessionState>;
  /** After a round: what the network did not take of his acceptances is none (V-14). */
  judgeAcceptances(): void;
  /**
   * With the link: of whom the network says that his access is another one by now nothing is kept
   * by which he could unlock, and he is out here (row N-07).
   */
  judgeAccess(): Promise<void>;
  /** He has read what was not taken. */
  readRefusal(): Result<SessionState>;
  /**
   * The backend refused a session, if it is one that is over. One that was ended before its time,
   * as his rights or his password are others by now, leaves nothing by which he could unlock here.
   */
  refused(code: string, token: string | null): void;
  /** Whoever is signed in, if he has the right; UNAUTHORIZED or FORBIDDEN otherwise. */
  need(right: Right | null): Result<Operator>;
}

/** What the backend opens for whoever has proved by a code or a link who he is. */
export interface ProvedSession extends Pick<
  RouteAnswer<'session.open'>,
  'user' | 'token' | 'expiresAtMs'
> {
  /** To set a password, or to accept documents, and nothing else; null for everything. */
  readonly purpose: 'set-password' | 'accept-terms' | null;
}

const OTHER_VERSION: ReadonlySet<string> = new Set([
  'CLIENT_UPGRADE_REQUIRED',
  'BACKEND_UPGRADE_REQUIRED',
]);

export function makePersonSession(core: Core): PersonSession {
  const session = new CurrentSession(core);
  const hashOfNobody = nobodysHash(core);

  const online = async (entering: Entering): Promise<Result<SessionState>> => {
    const { programmeId, login, password } = entering;
    const door = knownDoor(core, programmeId);
    const answer = await openOnline(core, entering);
    if (!answer.ok) return answer;
    const noted = noteLetIn(core, door, answer.value);
    if (!noted.ok) return noted;
    const entrance = { programmeId, login };
    return ok(await goOn(core, session, { entrance, password, answer: answer.value }));
  };

  const offline = async (entering: Entering): Promise<Result<SessionState>> => {
    const person = await unlock(core, entering, await hashOfNobody());
    return person.ok ? letIn(core, session, { person: person.value, entering }) : person;
  };

  return {
    lock: makeAppLock(core, session),
    state: () => session.state(),
    need: (right) => session.need(right),
    async signIn(entering) {
      // A backend that speaks another language is asked nothing more, and the desk sells on.
      if (OTHER_VERSION.has(core.link.state().lastErrorCode ?? '')) return offline(entering);
      const first = await online(entering);
      if (!first.ok && first.code === 'LINK_DOWN') return offline(entering);
      if (!first.ok) await forgetRefused(core, entering, first.code);
      return first;
    },
    setPassword: (asked) => passwordSet(core, session, asked),
    proved(programmeId, { user, token, expiresAtMs, purpose }) {
      const entrance = { programmeId, login: user.login };
      const opened = { user, token, expiresAtMs, entrance, rights: rightsOf(user), purpose };
      return session.begin({ ...opened, mode: 'online', locked: false, verifier: null });
    },
    renew: (asked) => renewed(core, session, asked),
    judgeAcceptances: () => judgeAcceptances(core, session),
    judgeAccess: () => judgeAccess(core, session),
    readRefusal() {
      const now = session.need(null);
      if (!now.ok) return now;
      const written = forgetRefusedTerms(core, now.value.userId);
      return written.ok ? ok(session.tell()) : written;
    },
    signOut: () => session.end(),
    refused(code, token) {
      const now = session.alive();
      // An answer that was late says nothing of who has signed in since.
      if (now === null || now.token === null || now.token !== token) return;
      if (session.isReplaced(token)) return;
      if (code !== 'SESSION_EXPIRED' && !ENDED_EARLY.has(code)) return;
      session.begin(null);
      const userId = now.user.userId;
      if (ENDED_EARLY.has(code)) forgetPerson(core, { login: entranceKey(now.entrance), userId });
    },
  };
}

/** What the backend says of a session that somebody ended, and of a person who is out. */
const ENDED_EARLY: ReadonlySet<string> = new Set([
  'UNAUTHORIZED',
  'ACCOUNT_CLOSED',
  'AUTHORITY_EXPIRED',
  'AUTHORITY_MISSING',
]);

const UNLOCKED = { mode: 'local', token: null, locked: false, verifier: null } as const;

/** Of whom the backend has let in for everything it is known what he has accepted (V-14). */
function noteLetIn(
  core: Core,
  door: ProgrammeDoor | null,
  { user, purpose }: Pick<RouteAnswer<'session.open'>, 'user' | 'purpose'>,
): Result<null> {
  return purpose === undefined ? noteAccepted(core, user.userId, door) : ok(null);
}

/** Whoever has unlocked is in once what he accepts by that is written down (V-14). */
function letIn(
  core: Core,
  session: CurrentSession,
  { person, entering }: { readonly person: Person; readonly entering: Entering },
): Result<SessionState> {
  const { user, rights, offlineUntilMs: expiresAtMs } = person;
  const { programmeId, login, language } = entering;
  const door = knownDoor(core, programmeId);
  const purpose = comeIn(core, user.userId, { door, language });
  if (!purpose.ok) return purpose;
  const entrance = { programmeId, login };
  forgiveAppPin(core, user.userId);
  const opened = { user, rights, expiresAtMs, entrance, purpose: purpose.value };
  return ok(session.begin({ ...UNLOCKED, ...opened }));
}

/**
 * Whoever is in without having signed in at the network was let in by an acceptance that it does
 * not take: he is out, and the next sign-in asks for the version that is in force. Others hear of
 * it where they are.
 */
function judgeAcceptances(core: Core, session: CurrentSession): void {
  const now = session.alive();
  if (now === null || refusedTerms(core, now.user.userId).length === 0) return;
  const door = knownDoor(core, now.entrance.programmeId);
  const lacks = door === null ? null : lacking(core, door, now.user.userId);
  const isIn = now.mode === 'local' && now.purpose === null;
  const rests = lacks !== null && lacks.bySigningIn.length + lacks.byTick.length > 0;
  if (isIn && rests) session.begin(null);
  else session.tell();
}

async function judgeAccess(core: Core, session: CurrentSession): Promise<void> {
  const forgotten = await forgetChanged(core);
  const now = session.alive();
  if (now === null) return;
  const login = entranceKey(now.entrance);
  if (forgotten.has(login)) {
    session.begin(null);
    return;
  }
  const untilMs = personByLogin(core, login)?.offlineUntilMs ?? now.expiresAtMs;
  const isLowered = now.mode === 'local' && untilMs < now.expiresAtMs;
  if (isLowered) session.begin({ ...now, expiresAtMs: untilMs });
}

/** After what was lacking was accepted: by the backend, or here where there is no link. */
async function renewed(
  core: Core,
  session: CurrentSession,
  asked: RouteInput<'session.renew'>,
): Promise<Result<SessionState>> {
  const here = session.alive();
  if (here?.mode === 'local') return renewedHere(core, session, { now: here, ...asked });
  const now = session.online();
  if (!now.ok) return now;
  const { token, entrance, verifier } = now.value;
  const door = knownDoor(core, entrance.programmeId);
  const ask = async () => {
    const answer = await core.link.call('session.renew', asked, token);
    if (!answer.ok) return answer;
    const noted = noteLetIn(core, door, answer.value);
    if (!noted.ok) return noted;
    // What he had to accept before is accepted: from now on he unlocks without the link.
    if (verifier !== null) await keepVerified(core, { entrance, verifier, answer: answer.value });
    return answer;
  };
  const renewal = await session.replace(token, ask, inPlaceOf);
  return renewal.ok ? ok(session.state()) : renewal;
}

/** The session of somebody by what the backend has just opened for him. */
function inPlaceOf(
  now: Current,
  { user, token, expiresAtMs, purpose: only }: RouteAnswer<'session.open'>,
): Current {
  const [rights, purpose] = [rightsOf(user), only ?? null];
  return { ...now, mode: 'online', user, rights, token, expiresAtMs, purpose };
}

/** A password of the person's own: he goes on with a new session, and unlocks with the new one. */
async function passwordSet(
  core: Core,
  session: CurrentSession,
  asked: RouteInput<'password.set'>,
): Promise<Result<SessionState>> {
  const now = session.online();
  if (!now.ok) return now;
  const { token, entrance, user } = now.value;
  const door = knownDoor(core, entrance.programmeId);
  let verifier: string | null = null;
  const ask = async () => {
    const answer = await withoutUnlock(core, { entrance, userId: user.userId }, () =>
      core.link.call('password.set', asked, token),
    );
    if (!answer.ok) return answer;
    const noted = noteLetIn(core, door, answer.value);
    if (!noted.ok) return noted;
    // Also of whoever has left meanwhile: the old one opens nothing here any more.
    const opened = { entrance, password: asked.password, answer: answer.value };
    verifier = await keepOpened(core, opened);
    return answer;
  };
  const set = await session.replace(token, ask, (before, answer) => {
    return { ...inPlaceOf(before, answer), verifier };
  });
  if (!set.ok) return set;
  await letIntoAll(core, set.value);
  return ok(session.state());
}

function renewedHere(
  core: Core,
  session: CurrentSession,
  { now, language }: { readonly now: Current } & RouteInput<'session.renew'>,
): Result<SessionState> {
  const door = knownDoor(core, now.entrance.programmeId);
  const purpose = comeIn(core, now.user.userId, { door, language });
  return purpose.ok ? ok(session.begin({ ...now, purpose: purpose.value })) : purpose;
}

/** Goes on with what the backend has just opened for somebody who has this password. */
async function goOn(
  core: Core,
  session: CurrentSession,
  { entrance, password, answer }: Opened,
): Promise<SessionState> {
  const { user, token, expiresAtMs, purpose = null } = answer;
  const rights = rightsOf(user);
  const verifier = await keepOpened(core, { entrance, password, answer });
  const fixed = { mode: 'online', locked: false, verifier } as const;
  const begun = session.begin({ ...fixed, user, rights, token, expiresAtMs, entrance, purpose });
  await letIntoAll(core, answer);
  return begun;
}

/** A whole sign-in, or a password that was set: what it proves more than a PIN, and brings. */
async function letIntoAll(
  core: Core,
  { user, token, purpose }: RouteAnswer<'session.open'>,
): Promise<void> {
  forgiveAppPin(core, user.userId);
  // What does not come now comes with the next round.
  if (purpose === undefined) await pullClientFeed(core, operatorOf({ user, token }));
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
