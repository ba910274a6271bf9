import { canonicalText } from '#domain/journal/chain.ts';
import { ok, refuse, type Params, type Result } from '#domain/result.ts';
import type { RouteAnswer, RouteId, RouteInput } from '#protocol/routes.ts';
import type { BackendClient, CallAuth, Vault, WrittenInput } from '../ports.ts';
import type { TrustedClock } from '../journal/trusted-clock.ts';

/** A token that ends sooner is not used any more: the request itself takes time. */
const TOKEN_MARGIN_MS = 30_000;

/** Codes with which the backend refuses this workstation as such, whoever works at it. */
const REFUSING: ReadonlySet<string> = new Set([
  'WORKSTATION_REVOKED',
  'WORKSTATION_UNKNOWN',
  'WORKSTATION_SIGNATURE_INVALID',
  'CLIENT_UPGRADE_REQUIRED',
  'BACKEND_UPGRADE_REQUIRED',
  'NETWORK_CHANGED',
  'JOURNAL_FORKED',
]);

const UNANSWERED: ReadonlySet<string> = new Set([
  'LINK_DOWN',
  'BACKEND_BUSY',
  'INTERNAL',
  'DISK_FULL',
]);

const NOT_TAKEN_UP: ReadonlySet<string> = new Set([
  'NETWORK_RECOVERING',
  'RATE_LIMITED',
  'UNAUTHORIZED',
  'SESSION_EXPIRED',
]);

/**
 * After one of these nobody knows whether the request was carried out, or the backend had no room
 * to carry it out: the workstation decides by itself and takes its question back.
 */
export function unanswered(code: string): boolean {
  return UNANSWERED.has(code);
}

/**
 * With one of these a question is refused before the authority has seen it: nothing is kept under
 * its id, so that a copy of it that comes late would be decided, and nobody would end it.
 */
export function notTakenUp(code: string): boolean {
  return NOT_TAKEN_UP.has(code);
}

/** A backend of before has no such route: it was not carried out, and a person is told why. */
export function ofNewerBackend<T>(answer: Result<T>): Result<T> {
  const isStranger = !answer.ok && answer.code === 'ROUTE_NOT_FOUND';
  return isStranger ? refuse('BACKEND_UPGRADE_REQUIRED') : answer;
}

export interface LinkState {
  readonly link: 'online' | 'offline' | 'connecting' | 'refused';
  readonly lastErrorCode: string | null;
  readonly lastErrorParams: Params;
  readonly nextTryAtMs: number | null;
}

export type SessionAnswer = RouteAnswer<'workstation.session'>;
type SessionInput = RouteInput<'workstation.session'>;

/**
 * The workstation's side of the connection: its token, and what is known about whether the backend
 * answers.
 */
export interface Link {
  state(): LinkState;
  isUp(): boolean;
  /**
   * With the workstation's token, renewed where needed, and the person's session where one is
   * given.
   */
  call<K extends RouteId>(
    routeId: K,
    input: RouteInput<K> | WrittenInput,
    session?: string | null,
  ): Promise<Result<RouteAnswer<K>>>;
  /** As the backend client downloads; null where it brings no snapshots. */
  download:
    | ((
        snapshotId: string,
        fromByte: number,
        signal: AbortSignal,
      ) => Promise<Result<AsyncIterable<Uint8Array>>>)
    | null;
  /** What anybody may ask, with or without a token: with the one that is in force, if one is. */
  callOpen<K extends RouteId>(routeId: K, input: RouteInput<K>): Promise<Result<RouteAnswer<K>>>;
  /**
   * The same where the place is kept (V-17): this workstation proves itself first, and once more
   * where its token was taken back before its time. One that may not is asked for as from nowhere.
   */
  callFromHere<K extends RouteId>(
    routeId: K,
    input: RouteInput<K>,
  ): Promise<Result<RouteAnswer<K>>>;
  /** A token in force, for the event stream. */
  bearer(): Promise<Result<string>>;
  /**
   * Proves this workstation where it has to; the answer tells how far the backend has its journal.
   * Null when the session of before is still good and everything about it was heard.
   */
  session(): Promise<Result<SessionAnswer | null>>;
  /** True when a session was opened on the way to something else, and `session` will tell of it. */
  hasNews(): boolean;
  /** The next request proves this workstation anew. */
  forgetSession(): void;
  /**
   * What a round of synchronization came to. A backend that has no room for a journal just now is
   * there: whoever stands at a pump is answered at once.
   */
  report(outcome: Result<unknown>): void;
  setNextTry(atMs: number | null): void;
}

export interface LinkParts {
  readonly backend: BackendClient;
  readonly vault: Vault;
  readonly clock: TrustedClock;
  readonly workstationId: string;
  /** The last head of the journal that the backend has signed; null before the first. */
  readonly signedHead: () => SessionInput['head'];
  readonly changed: () => void;
  /** Called whenever the backend says that this workstation is revoked. */
  readonly revoked: () => void;
}

export function openLink(parts: LinkParts): Link {
  const { backend, clock, changed, revoked } = parts;
  const status = makeStatus(changed);
  const token = accessToken(clock);
  let opening: Promise<Result<SessionAnswer>> | null = null;
  /** A session that was opened on the way to something else, and told to nobody yet. */
  let unheard: SessionAnswer | null = null;

  const ask: Ask = async (routeId, input, auth) => {
    const answer = await backend.call(routeId, input, auth);
    if (!answer.ok && (answer.code === 'LINK_DOWN' || REFUSING.has(answer.code))) {
      status.failed(answer.code, answer.params);
    }
    if (!answer.ok && answer.code === 'WORKSTATION_REVOKED') revoked();
    return answer;
  };
  const open = async (): Promise<Result<SessionAnswer>> => {
    const answer = await proveWorkstation(parts, (proof) => ask('workstation.session', proof, {}));
    if (!answer.ok) return answer;
    token.keep(answer.value);
    unheard = answer.value;
    return answer;
  };
  const openOnce = (): Promise<Result<SessionAnswer>> => {
    opening ??= open().finally(() => void (opening = null));
    return opening;
  };
  const bearer = async (): Promise<Result<string>> => {
    const held = token.inForce();
    if (held !== null) return ok(held);
    const opened = await openOnce();
    return opened.ok ? ok(opened.value.accessToken) : opened;
  };
  const session: Link['session'] = async () => {
    const ready = await bearer();
    if (!ready.ok) return ready;
    const heard = ok(unheard);
    unheard = null;
    return heard;
  };
  const call: Link['call'] = async (routeId, input, session = null) => {
    const first = await bearer();
    if (!first.ok) return first;
    const person = session === null ? {} : { session };
    const answer = await ask(routeId, input, { bearer: first.value, ...person });
    if (answer.ok || answer.code !== 'UNAUTHORIZED') return answer;
    // The token was taken back before its time: nothing was carried out, it may be sent again.
    token.forget();
    const second = await bearer();
    return second.ok ? ask(routeId, input, { bearer: second.value, ...person }) : second;
  };
  return {
    state: status.state,
    isUp: () => status.state().link === 'online',
    bearer,
    session,
    hasNews: () => unheard !== null,
    forgetSession: token.forget,
    download: downloadOver(backend, bearer),
    callOpen: (routeId, input) => ask(routeId, input, shown(token.inForce())),
    callFromHere: callsFromHere({ ask, token, bearer }),
    call,
    report(outcome) {
      if (outcome.ok || outcome.code === 'BACKEND_BUSY') status.up();
      else status.failed(outcome.code, outcome.params);
    },
    setNextTry: status.setNextTry,
  };
}

type Ask = <K extends RouteId>(
  routeId: K,
  input: RouteInput<K> | WrittenInput,
  auth: CallAuth,
) => Promise<Result<RouteAnswer<K>>>;

interface Proving {
  readonly ask: Ask;
  readonly token: ReturnType<typeof accessToken>;
  readonly bearer: () => Promise<Result<string>>;
}

function callsFromHere({ ask, token, bearer }: Proving): Link['callFromHere'] {
  return async (routeId, input) => {
    const here = await bearer();
    if (!here.ok && here.code === 'LINK_DOWN') return here;
    const answer = await ask(routeId, input, shown(token.inForce()));
    if (answer.ok || answer.code !== 'UNAUTHORIZED' || !here.ok) return answer;
    token.forget();
    await bearer();
    return ask(routeId, input, shown(token.inForce()));
  };
}

/** The workstation's access token; one that ends soon is none. */
function accessToken(clock: TrustedClock) {
  let kept: Pick<SessionAnswer, 'accessToken' | 'expiresAtMs'> | null = null;
  return {
    keep(answer: SessionAnswer) {
      kept = answer;
    },
    forget() {
      kept = null;
    },
    inForce(): string | null {
      const isGood = kept !== null && kept.expiresAtMs - TOKEN_MARGIN_MS > clock.nowMs();
      return isGood && kept !== null ? kept.accessToken : null;
    },
  };
}

function shown(bearer: string | null): CallAuth {
  return bearer === null ? {} : { bearer };
}

type Prove = (proof: SessionInput) => Promise<Result<SessionAnswer>>;

/** Signs the workstation in by its key and the token of the last time. */
async function proveWorkstation(
  { vault, clock, workstationId, signedHead }: LinkParts,
  prove: Prove,
): Promise<Result<SessionAnswer>> {
  const refreshToken = await vault.refreshToken();
  if (refreshToken === null) return refuse('WORKSTATION_UNKNOWN');
  const claim = { workstationId, refreshToken, atMs: clock.nowMs() };
  const signature = await vault.sign(canonicalText(claim));
  const answer = await prove({ ...claim, signature, head: signedHead() });
  // Kept before the token is used: from its first use on, only the new one is good.
  if (answer.ok) await vault.keepRefreshToken(answer.value.refreshToken);
  return answer;
}

/** Null where the client brings no files. */
function downloadOver(
  backend: BackendClient,
  bearer: () => Promise<Result<string>>,
): Link['download'] {
  if (backend.download === undefined) return null;
  return async (snapshotId, fromByte, signal) => {
    const ready = await bearer();
    if (!ready.ok) return ready;
    const auth = { bearer: ready.value };
    const got = await backend.download?.(snapshotId, fromByte, { auth, signal });
    return got ?? refuse('NOT_FOUND');
  };
}

interface Status {
  readonly state: () => LinkState;
  readonly up: () => void;
  readonly failed: (code: string, params: Params) => void;
  readonly setNextTry: (atMs: number | null) => void;
}

function makeStatus(changed: () => void): Status {
  let state: LinkState = {
    link: 'connecting',
    lastErrorCode: null,
    lastErrorParams: {},
    nextTryAtMs: null,
  };
  const set = (next: Partial<LinkState>): void => {
    const before = state;
    state = { ...state, ...next };
    const same = before.link === state.link && before.lastErrorCode === state.lastErrorCode;
    if (!same || before.nextTryAtMs !== state.nextTryAtMs) changed();
  };
  return {
    state: () => state,
    up: () => set({ link: 'online', lastErrorCode: null, lastErrorParams: {} }),
    failed(code, params) {
      const link = REFUSING.has(code) ? 'refused' : 'offline';
      set({ link, lastErrorCode: code, lastErrorParams: params });
    },
    setNextTry: (nextTryAtMs) => set({ nextTryAtMs }),
  };
}
