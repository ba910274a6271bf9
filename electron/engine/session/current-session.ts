import { clientScope, may, type Right } from '#domain/identity/rights.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { SessionState } from '#protocol/bridge.ts';
import type { UserRecord } from '#protocol/records.ts';
import type { Core } from '../core.ts';
import type { Operator } from '../sale/question.ts';
import { refusedTerms } from './acceptances.ts';
import type { Entrance } from './entrance.ts';

/** Who is signed in at this desk, and what for. */
export interface Current {
  readonly user: UserRecord;
  readonly rights: readonly string[];
  readonly mode: 'online' | 'local';
  readonly token: string | null;
  readonly expiresAtMs: number;
  readonly entrance: Entrance;
  /** Of the password that he signed in with; null where he did not, or may not unlock by it. */
  readonly verifier: string | null;
  /** What alone the session is good for; null where it is good for everything. */
  readonly purpose: 'set-password' | 'accept-terms' | null;
  /** The screen is locked: nothing may be done until the person's own PIN is typed. */
  readonly locked: boolean;
}

/** Why a session that was opened for one thing is refused everywhere else. */
const LACKING = {
  'set-password': 'PASSWORD_CHANGE_REQUIRED',
  'accept-terms': 'TERMS_REQUIRED',
} as const;

const NOBODY: SessionState = { user: null, rights: [], mode: 'none', expiresAtMs: null };

export function operatorOf({ user, token }: Pick<Current, 'user' | 'token'>): Operator {
  const { userId, displayName, role } = user;
  return { userId, displayName, clientId: clientScope(role, user.clientId), sessionToken: token };
}

/** The session at this desk. Held in memory alone: a restarted engine asks again. */
export class CurrentSession {
  readonly #core: Core;
  #current: Current | null = null;
  /** The token of the session that another one is asked for in the place of. */
  #replaced: string | null = null;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Null when nobody is signed in, or the time is over. */
  alive(): Current | null {
    const now = this.#current;
    if (now !== null && now.expiresAtMs <= this.#core.clock.nowMs()) this.#current = null;
    return this.#current;
  }

  /** What a window shows of it. */
  state(): SessionState {
    const now = this.alive();
    if (now === null) return NOBODY;
    const { user, rights, mode, expiresAtMs, purpose, locked, entrance } = now;
    const unread = refusedTerms(this.#core, user.userId);
    return {
      user,
      rights: purpose === null ? [...rights] : [],
      mode,
      expiresAtMs,
      ...(entrance.programmeId === null ? {} : { programmeId: entrance.programmeId }),
      ...(purpose === null ? {} : { purpose }),
      ...(locked ? { locked } : {}),
      ...(unread.length === 0 ? {} : { refusedTerms: unread }),
    };
  }

  /** Another session, or none; whoever listens hears of it. */
  begin(next: Current | null): SessionState {
    this.#current = next;
    return this.tell();
  }

  /** The same session, of which something is new. */
  tell(): SessionState {
    const state = this.state();
    this.#core.events.emit('session:changed', state);
    return state;
  }

  /**
   * Goes on with another session that `ask` got in the place of this one. Whoever went away
   * meanwhile is not brought back by its answer, and who locked his screen finds it locked.
   * @returns UNAUTHORIZED where it has ended meanwhile; what `ask` refuses
   */
  async replace<T extends { readonly token: string }>(
    token: string,
    ask: () => Promise<Result<T>>,
    next: (now: Current, answer: T) => Current,
  ): Promise<Result<T>> {
    this.#replaced = token;
    try {
      const answer = await ask();
      if (!answer.ok) return answer;
      const now = this.alive();
      if (now?.token === token) {
        this.begin(next(now, answer.value));
        return answer;
      }
      await this.#core.link.call('session.close', {}, answer.value.token);
      return refuse('UNAUTHORIZED');
    } finally {
      this.#replaced = null;
    }
  }

  /** Whether the backend may have ended this token by giving another one in its place. */
  isReplaced(token: string): boolean {
    return this.#replaced === token;
  }

  /**
   * Nobody is at the desk any more, and the backend hears that the session is over, where there is
   * a link: its token is good no longer, and no list shows it as open.
   */
  async end(): Promise<SessionState> {
    const token = this.alive()?.token ?? null;
    const after = this.begin(null);
    // Gone here whatever the backend says; without a link it ends there with its term.
    if (token !== null) await this.#core.link.call('session.close', {}, token);
    return after;
  }

  /** The session with its token, for what only the backend does. */
  online(): Result<Current & { readonly token: string }> {
    const now = this.alive();
    if (now === null) return refuse('UNAUTHORIZED');
    const { token } = now;
    return token === null ? refuse('ONLINE_SIGNIN_REQUIRED') : ok({ ...now, token });
  }

  /** Whoever is signed in, if he has the right and what the session lacks does not stand before. */
  need(right: Right | null): Result<Operator> {
    const now = this.alive();
    if (now === null) return refuse('UNAUTHORIZED');
    if (now.locked) return refuse('SESSION_LOCKED');
    if (right !== null && now.purpose !== null) return refuse(LACKING[now.purpose]);
    // The rights held then: a role that has lost a right since keeps it at most until the next
    // sign-in online.
    const held = right === null || (now.rights.includes(right) && may(now.user, right));
    return held ? ok(operatorOf(now)) : refuse('FORBIDDEN', { right });
  }
}
