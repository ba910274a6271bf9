import { Router } from '@koa/router';
import type { Middleware } from 'koa';
import { refuse, type Result } from '#domain/result.ts';
import type { Code } from '#protocol/codes.ts';
import type { Route } from '#protocol/route.ts';
import { routes, type RouteId, type RouteInput } from '#protocol/routes.ts';
import { IDEMPOTENCY_HEADER, SESSION_HEADER } from '#protocol/version.ts';
import { admit, type Credentials } from '#service/access/admit.ts';
import type { GuessKind } from '#service/access/guess-limits.ts';
import { workstationOf } from '#service/access/need.ts';
import { refusedCaller } from '#service/access/refused-caller.ts';
import { NOBODY, type Caller } from '#service/caller.ts';
import { noteAnswer, noteTurnedAway } from '#service/audit/note-answer.ts';
import type { AnsweredRouteId, Handlers } from '#service/handlers.ts';
import type { Service } from '#service/service.ts';
import { answerEvents } from './answer-events.ts';
import { answerSnapshot } from './answer-snapshot.ts';
import { FewAtOnce } from './few-at-once.ts';
import { countedAddress, keptAddress, plainAddress } from './network-address.ts';
import { parseInput } from './parse-input.ts';
import { answerProblem } from './problem.ts';
import type { RateLimits } from './rate-limits.ts';
import { inputReader, parsedText, textReader } from './read-input.ts';
import type { RequestContext, RequestState } from './request-state.ts';

export interface RoutingDeps {
  readonly service: Service;
  readonly handlers: Handlers;
  readonly limits: RateLimits;
  readonly heartbeatMs: number;
}

/**
 * Routes at which a password, a code or a token could be guessed. A workstation's own session is
 * counted by its use case, after the signature: what strangers behind the same address send keeps
 * no desk from its work.
 */
const GUESSABLE: ReadonlySet<RouteId> = new Set([
  'session.open',
  'password.recover',
  'password.prove',
  'instructions.resend',
  'contact.confirm-code',
  'contact.confirm-link',
  'workstation.enrol',
  'workstation.replace',
  'network.create',
  'registration.start',
  'registration.resend',
  'registration.confirm',
  'application.file',
  'invitation.read',
  'invitation.accept',
  'feedback.send',
]);

/**
 * Of these, the ones where a person's secret is guessed or a message is sent to whom it is said,
 * and those by which anybody writes to the network: what comes from an address is counted for
 * longer than a restart lasts. Whoever floods the network with words keeps nobody from signing in,
 * so they are counted apart.
 */
const COUNTED_BY_ADDRESS: ReadonlyMap<RouteId, GuessKind> = new Map([
  ['session.open', 'address'],
  ['password.set', 'address'],
  ['password.prove', 'address'],
  ['registration.confirm', 'address'],
  ['contact.confirm-code', 'address'],
  ['contact.confirm-link', 'address'],
  ['password.recover', 'address'],
  ['instructions.resend', 'address'],
  ['registration.start', 'address'],
  ['registration.resend', 'address'],
  ['invitation.read', 'address'],
  ['invitation.accept', 'address'],
  ['application.file', 'application'],
  ['feedback.send', 'feedback'],
]);

/**
 * All routes of the table. Each request passes the same doors in the same order: rate, who asks,
 * may he, what he brings, is it well-formed; only then its use case is called.
 */
export function routing(deps: RoutingDeps): Middleware<RequestState>[] {
  const router = new Router<RequestState>();
  const plain = new Map<string, AnswerRoute>();
  for (const routeId of routeIds()) {
    const { method, path } = routes[routeId];
    const answer = answerRoute(deps, routeId);
    router.register(path, [method], (ctx) => answer(ctx));
    if (!path.includes(':')) plain.set(`${method} ${path}`, answer);
  }
  return [byPlainPath(plain), router.routes() as Middleware<RequestState>, unmatched];
}

/** A path without parameters is found at once; the router tries the patterns of all routes. */
function byPlainPath(answers: ReadonlyMap<string, AnswerRoute>): Middleware<RequestState> {
  return (ctx, next) => answers.get(`${ctx.method} ${ctx.path}`)?.(ctx) ?? next();
}

function routeIds(): readonly RouteId[] {
  // The keys of the table are what its type says: it is written out, not made.
  return Object.keys(routes) as RouteId[];
}

const unmatched: Middleware<RequestState> = async (ctx) => {
  const path = ctx.path;
  const allowed = Object.values(routes).filter((route) => matches(route.path, path));
  if (allowed.length === 0) {
    answerProblem(ctx, refuse('ROUTE_NOT_FOUND'));
    return;
  }
  ctx.set('allow', [...new Set(allowed.map((route) => route.method))].join(', '));
  answerProblem(ctx, refuse('METHOD_NOT_ALLOWED'));
};

function matches(pattern: string, path: string): boolean {
  const want = pattern.split('/');
  const have = path.split('/');
  return (
    want.length === have.length &&
    want.every((part, index) => (part.startsWith(':') ? have[index] !== '' : part === have[index]))
  );
}

type AnswerRoute = (ctx: RequestContext) => Promise<void>;

function answerRoute(deps: RoutingDeps, routeId: RouteId): AnswerRoute {
  const answer = routeId === 'journal.push' ? inTurn(deps, routeId) : atOnce(deps, routeId);
  return async (ctx) => {
    ctx.state.routeId = routeId;
    const admitted = await passDoors(deps, routeId, ctx);
    if (!admitted.ok) {
      const { caller } = ctx.state;
      await noteTurnedAway(deps.service, routeId, { code: admitted.code, caller });
      answerProblem(ctx, admitted);
      return;
    }
    await answer(ctx);
  };
}

/** Bodies that are kept at the same time, being read or waiting: together they fit the memory. */
const IN_HAND_MAX = 256;
/**
 * Of one workstation: its round sends two, a recall of leases and a fill that gives leases back one
 * each, and one more may be there still that it gave up. Broken or ill meant, it keeps nobody else
 * from telling what was sold.
 */
const IN_HAND_OF_ONE_MAX = 5;
/** When somebody who was turned away may come again. */
const BUSY_WAIT_MS = 2_000;

/**
 * What a whole network may bring at the same time is read by few at once, and in small steps: who
 * stands at a pump goes between them. Beyond so many, one is told to come again before its body is
 * read.
 */
function inTurn<K extends AnsweredRouteId>(deps: RoutingDeps, routeId: K): AnswerRoute {
  const { service } = deps;
  const readText = textReader(routes[routeId]);
  // One is read while another one is decided.
  const queue = new FewAtOnce(1 + (service.stores.deciding.batchesAtOnce ?? 1), {
    all: IN_HAND_MAX,
    each: IN_HAND_OF_ONE_MAX,
  });
  const judge = async (ctx: RequestContext, text: string): Promise<void> => {
    await service.turns.next();
    const read = parsedText(text);
    await service.turns.next();
    if (read.ok) await answerValue(deps, ctx, { routeId, given: read.value });
    else answerProblem(ctx, read);
  };
  const answer = async (ctx: RequestContext): Promise<void> => {
    const text = await readText(ctx);
    if (!text.ok) answerProblem(ctx, text);
    // Who hung up gets no answer, and sends the same again.
    else
      await queue.run(
        () => judge(ctx, text.value),
        () => !ctx.req.socket.destroyed,
      );
  };
  return async (ctx) => {
    const { workstationId } = workstationOf(ctx.state.caller);
    if (await queue.takeInHand(workstationId, () => answer(ctx))) return;
    answerProblem(ctx, refuse('BACKEND_BUSY', { waitMs: BUSY_WAIT_MS }));
  };
}

function atOnce(deps: RoutingDeps, routeId: RouteId): AnswerRoute {
  const readInput = inputReader(routes[routeId]);
  return async (ctx) => {
    const read = await readInput(ctx);
    if (!read.ok) {
      answerProblem(ctx, read);
    } else if (routeId === 'events.stream') {
      if (judged(ctx, routeId, read.value) !== null) await answerEvents(deps, ctx);
    } else if (routeId === 'snapshot.get') {
      const input = judged(ctx, routeId, read.value);
      if (input !== null) await answerSnapshot(deps, ctx, input.snapshotId);
    } else {
      await answerValue(deps, ctx, { routeId, given: read.value });
    }
  };
}

/** The input as the route's schema has it; null when it was refused, and that answered. */
function judged<K extends RouteId>(
  ctx: RequestContext,
  routeId: K,
  given: unknown,
): RouteInput<K> | null {
  const input = parseInput(routeId, given);
  if (!input.ok) {
    answerProblem(ctx, input);
    return null;
  }
  if (!contradicts(ctx, input.value)) return input.value;
  answerProblem(ctx, refuse('FIELD_INVALID', { field: IDEMPOTENCY_HEADER }));
  return null;
}

async function passDoors(
  { service, limits }: RoutingDeps,
  routeId: RouteId,
  ctx: RequestContext,
): Promise<Result<Caller, Code>> {
  const remote = remoteOf(ctx);
  const address = countedAddress(remote) ?? '-';
  ctx.state.caller = { ...NOBODY, address: keptAddress(remote) };
  const refused =
    (await limits.take('address', address)) ??
    (GUESSABLE.has(routeId) ? await limits.take('guessing', address) : null);
  if (refused !== null) return refuse(refused.code, refused.params);
  const kind = COUNTED_BY_ADDRESS.get(routeId);
  if (kind !== undefined) {
    const taken = await service.guessLimits.take([{ kind, who: address }]);
    if (!taken.ok) return taken;
  }
  const admitted = await admit(service, routeId, credentialsOf(ctx));
  if (!admitted.ok) {
    const { address = null } = ctx.state.caller;
    ctx.state.caller = { ...(refusedCaller(admitted) ?? NOBODY), address };
    return admitted;
  }
  // Whoever is refused from here on is known to the trail.
  ctx.state.caller = admitted.value;
  const { person, workstation } = admitted.value;
  const account = person?.userId ?? workstation?.workstationId ?? null;
  const tired = account === null ? null : await limits.take('account', account);
  return tired === null ? admitted : refuse(tired.code, tired.params);
}

/** From where a request comes: what a trusted proxy says is believed where it is an address. */
function remoteOf(ctx: RequestContext): string | undefined {
  return plainAddress(ctx.ip) ?? ctx.req.socket.remoteAddress;
}

function credentialsOf(ctx: RequestContext): Credentials {
  const bearer = /^Bearer ([\x21-\x7e]{1,1024})$/iu.exec(ctx.get('authorization'))?.[1] ?? null;
  const { address = null } = ctx.state.caller;
  return { bearer, session: ctx.get(SESSION_HEADER) || null, address };
}

interface ValueRequest<K extends AnsweredRouteId> {
  readonly routeId: K;
  /** What the request brought, not yet judged. */
  readonly given: unknown;
}

async function answerValue<K extends AnsweredRouteId>(
  { service, handlers }: RoutingDeps,
  ctx: RequestContext,
  { routeId, given }: ValueRequest<K>,
): Promise<void> {
  const input = judged(ctx, routeId, given);
  if (input === null) return;
  const { caller } = ctx.state;
  const answer = await handlers[routeId](input, caller);
  await noteAnswer(service, routeId, { input, caller, answer });
  if (!answer.ok) {
    answerProblem(ctx, answer);
    return;
  }
  ctx.status = routeId === 'ready.get' && service.readiness() !== 'ready' ? 503 : 200;
  ctx.type = 'application/json';
  ctx.body = JSON.stringify(answer.value);
}

/**
 * The header repeats the command's id for proxies and logs; a request whose two ids differ is not
 * trusted.
 */
function contradicts(ctx: RequestContext, input: object): boolean {
  const header = ctx.get(IDEMPOTENCY_HEADER);
  const route: Route | null = ctx.state.routeId === null ? null : routes[ctx.state.routeId];
  if (header === '' || route?.changes !== true) return false;
  const id: unknown = Reflect.get(input, 'commandId') ?? Reflect.get(input, 'saleId');
  return id !== undefined && id !== header;
}
