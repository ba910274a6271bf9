import { ok, refuse, type Result } from '#domain/result.ts';
import type { BridgeAnswer, BridgeInput, BridgeMethod, Fill } from '#protocol/bridge.ts';
import {
  openMethodNames,
  openMethods,
  routeMethodNames,
  routeMethods,
  type OpenRouteMethod,
  type RouteMethod,
} from '#protocol/bridge/route-methods.ts';
import type { RouteId, RouteInput } from '#protocol/routes.ts';
import type { Core } from '../core.ts';
import type { Engine } from '../engine.ts';
import { registerTemplate } from '../import/register-template.ts';
import { noteSaved, untoldFile } from '../fork/rejoin.ts';
import { maySee, maySeeFill } from '../session/own-scope.ts';
import { askPastRobotCheck } from '../session/robot-proof.ts';
import { blockCard } from '../sale/card-guard.ts';
import { findCard } from '../sale/card-lookup.ts';
import { setLimit } from '../sale/lower-limit.ts';
import { previewSale } from '../sale/preview-here.ts';
import type { Operator } from '../sale/question.ts';
import { refundSale, refundState } from '../sale/refunds.ts';
import { takeBackCard } from '../sale/take-back.ts';
import { authorizeByVoice, makeChallenge } from '../sale/voice.ts';
import { refundSlipOf, slipOf } from '../sale/slip.ts';
import { getStatement } from '../statement/statement.ts';
import { resolveItem, retryItem } from '../sync/resolve.ts';
import { exposureFile, exposureReport, statementFile, tableFile } from './files.ts';
import { clientHandlers, type ClientMethod } from './client-handlers.ts';
import { asKnown } from './known-fields.ts';
import { guestHandlers, type GuestMethod } from './guests.ts';
import { localTerms } from './local-terms.ts';
import { localLists, type ListMethod } from './local-lists.ts';
import { onlineOnly } from './online.ts';
import { openKept, type OpenMethod } from './open-kept.ts';
import { outsideHandlers, type OutsideMethod } from './outside.ts';
import { ownPreferences } from './own-preferences.ts';
import { stationContext } from './station-context.ts';
import { toldSoon } from './told-soon.ts';

type Handler<M extends BridgeMethod> = (
  input: BridgeInput<M>,
  operator: Operator,
) => Promise<Result<BridgeAnswer<M>>> | Result<BridgeAnswer<M>>;

export type BridgeHandlers = { readonly [M in BridgeMethod]: Handler<M> };

/** What each method of the bridge does. Whoever calls has checked input and right. */
export function makeHandlers(engine: Engine): BridgeHandlers {
  return {
    ...sessionHandlers(engine),
    ...deskHandlers(engine),
    ...openKept(engine),
    ...outsideHandlers(engine),
    ...guestHandlers(engine),
    ...clientHandlers(engine),
    ...openHandlers(engine),
    ...localLists(engine),
    ...routeHandlers(engine),
    ...localTerms(engine),
    ...ownPreferences(engine),
    ...onlineHandlers(engine),
  };
}

type DeskMethod =
  | `sale:${string}`
  | `redemption:${string}`
  | `refund:${string}`
  | 'voice:challenge'
  | 'voice:authorize'
  | `statement:${string}`
  | `sync:${string}`
  | `fork:${string}`
  | `register:${string}`
  | 'station:context'
  | 'table:workbook'
  | 'card:find'
  | 'card:block';

type SessionMethod = Extract<
  BridgeMethod,
  | `session:${'state' | 'signIn' | 'signOut' | 'setPassword' | 'renew' | 'lock' | 'unlock'}`
  | `appPin:${string}`
  | 'consent:refusalRead'
  | 'password:prove'
  | `registration:${'start' | 'confirm'}`
  | 'application:file'
>;

/** Who sits at this desk. */
function sessionHandlers({ core, session }: Engine): Pick<BridgeHandlers, SessionMethod> {
  return {
    'session:state': () => ok(session.state()),
    'session:signIn': ({ programmeId = null, ...entering }) =>
      session.signIn({ programmeId, ...entering }),
    'session:setPassword': (input) => session.setPassword(input),
    'session:renew': (input) => session.renew(input),
    'consent:refusalRead': () => session.readRefusal(),
    'session:signOut': async () => ok(await session.signOut()),
    'password:prove': async ({ programmeId, proof }) => {
      const { workstationId } = core.identity;
      const proved = await core.link.callFromHere('password.prove', { proof, workstationId });
      if (!proved.ok) return proved;
      if (proved.value.next === 'wait') return ok({ next: 'wait' });
      session.proved(programmeId, { ...proved.value, purpose: 'set-password' });
      return ok({ next: 'set-password' });
    },
    'registration:start': (input) => askPastRobotCheck(core, 'registration.start', input),
    'registration:confirm': async ({ programmeId, ...input }) => {
      const confirmed = await core.link.callOpen('registration.confirm', input);
      if (!confirmed.ok) return confirmed;
      const { session: opened, ...made } = confirmed.value;
      const { user } = made;
      if (opened !== null)
        session.proved(programmeId, { ...opened, user, purpose: opened.purpose ?? null });
      return ok(made);
    },
    'application:file': (input) => askPastRobotCheck(core, 'application.file', input),
    'session:lock': () => session.lock.lock(),
    'session:unlock': ({ pin }) => session.lock.unlock(pin),
    'appPin:get': () => session.lock.isSet(),
    'appPin:set': (input) => session.lock.set(input),
    'appPin:remove': () => session.lock.set(null),
  };
}

function deskHandlers(engine: Engine): Pick<BridgeHandlers, Extract<BridgeMethod, DeskMethod>> {
  const { core, sales, redemptions, registers } = engine;
  return {
    'station:context': () => stationContext(core),
    'card:find': ({ typed }, operator) => findCard(core, typed, operator),
    'card:block': async ({ cardId, reason }, operator) => {
      const seen = maySee(core, operator, { subjectKind: 'card', subjectId: cardId });
      if (!seen) return refuse('CARD_NOT_FOUND');
      const blocked = blockCard(core, { cardId, reason }, operator);
      if (!blocked.ok) return blocked;
      await toldSoon(engine);
      const { acknowledgedSeq } = engine.syncState();
      return ok({ done: true, queued: acknowledgedSeq < blocked.value.seq });
    },
    'sale:authorize': (input, operator) => sales.authorize(input, operator),
    'sale:preview': (input, operator) => previewSale(core, input, operator),
    'sale:enter': onlineOnly(engine, 'sale.enter'),
    'sale:enterPreview': onlineOnly(engine, 'sale.enter-preview'),
    'sale:capture': (input) => sales.capture(input),
    'sale:reverse': ({ saleId }) => sales.reverse(saleId),
    'sale:open': (_input, operator) => ok({ fills: seenFills(core, operator, sales.open()) }),
    'sale:recent': ({ limit }, operator) =>
      ok({ fills: seenFills(core, operator, sales.recent(limit)) }),
    'sale:slip': ({ saleId }, operator) => slipOf(core, saleId, operator),
    'refund:make': (input, operator) => refund(engine, input, operator),
    'refund:slip': ({ refundId }, operator) => refundSlipOf(core, refundId, operator),
    'voice:challenge': (input) => makeChallenge(core, input),
    'voice:authorize': (input, operator) => authorizeByVoice(core, input, operator),
    'redemption:reserve': ({ allowanceKey, wanted }) => redemptions.reserve(allowanceKey, wanted),
    'redemption:redeem': (input, operator) => redemptions.redeem(input, operator),
    'redemption:capture': (input) => redemptions.capture(input),
    'redemption:reverse': ({ redemptionId }) => redemptions.reverse(redemptionId),
    'statement:get': (input, operator) => getStatement(core, input, operator),
    'statement:export': (input, operator) => statementFile(engine, input, operator),
    'table:workbook': (input) => tableFile(engine, input),
    'sync:state': () => ok(engine.syncState()),
    'sync:retry': async ({ seq }, operator) => {
      const said = retryItem(core, seq, operator.userId);
      if (said.ok) await toldSoon(engine);
      return said;
    },
    'sync:resolve': ({ seq, reason }, operator) => {
      const done = resolveItem(core, { seq, reason, operatorId: operator.userId });
      return done.ok ? ok({ done: true }) : done;
    },
    'sync:now': async () => {
      await engine.syncOnce();
      return ok(engine.syncState());
    },
    'sync:arrival': ({ paused }) => {
      if (paused) core.arrival.pause();
      else goOnArriving(engine);
      return ok(engine.syncState());
    },
    'fork:untold': ({ language }, operator) => untoldFile(core, language, operator),
    'fork:saved': ({ throughSeq }, operator) => noteSaved(core, throughSeq, operator),
    'fork:rejoin': ({ code }) => engine.rejoin(code),
    'register:template': ({ titles }) => ok({ bytes: registerTemplate(titles) }),
    'register:preview': (input, operator) => registers.preview(input, operator),
    'register:import': ({ jobId }, operator) => registers.import(jobId, operator),
    'register:cancel': ({ jobId }) => {
      registers.cancel(jobId);
      return ok({ done: true });
    },
  };
}

async function refund(
  engine: Engine,
  ...asked: Parameters<Handler<'refund:make'>>
): Promise<Result<BridgeAnswer<'refund:make'>>> {
  const { core } = engine;
  const made = await refundSale(core, onlineOnly(engine, 'sale.refund'), ...asked);
  if (!made.ok || made.value.state !== 'queued') return made;
  await toldSoon(engine);
  return refundState(core, made.value.refund.refundId);
}

function seenFills(core: Core, operator: Operator, fills: readonly Fill[]): Fill[] {
  return fills.filter(({ sale }) => maySeeFill(core, operator, sale));
}

/** A round that is under way may have passed the download: then the next one brings it. */
function goOnArriving(engine: Engine): void {
  const { arrival, log } = engine.core;
  arrival.resume();
  const goOn = async (): Promise<void> => {
    await engine.syncOnce();
    if (arrival.state()?.paused === false) await engine.syncOnce();
  };
  goOn().catch((error: unknown) => log.error({ error: String(error) }, 'a round failed'));
}

/** Of the methods that are a public route and nothing else. */
function openHandlers({ core }: Engine): Pick<BridgeHandlers, OpenRouteMethod> {
  const ask =
    <K extends RouteId>(routeId: K) =>
    (input: RouteInput<K>) =>
      core.link.callOpen(routeId, input);
  const handlers = openMethodNames.map((method) => [method, ask(openMethods[method])] as const);
  // Each asks the route that stands beside the method's name.
  return Object.fromEntries(handlers) as unknown as Pick<BridgeHandlers, OpenRouteMethod>;
}

/** Of the methods that are a route and nothing else. */
function routeHandlers(engine: Engine): Pick<BridgeHandlers, RouteMethod> {
  const handlers = routeMethodNames.map(
    (method) => [method, onlineOnly(engine, routeMethods[method])] as const,
  );
  // Each asks the route that stands beside the method's name.
  return Object.fromEntries(handlers) as unknown as Pick<BridgeHandlers, RouteMethod>;
}

type OnlineMethod = Exclude<
  BridgeMethod,
  | Extract<BridgeMethod, DeskMethod>
  | SessionMethod
  | ListMethod
  | OpenMethod
  | OutsideMethod
  | GuestMethod
  | ClientMethod
  | OpenRouteMethod
  | RouteMethod
>;

function onlineHandlers(engine: Engine): Pick<BridgeHandlers, OnlineMethod> {
  return {
    'card:takeBack': async (input, operator) => {
      const ask = engine.core.link.isUp() ? onlineOnly(engine, 'card.take-back') : null;
      const taken = await takeBackCard(engine.core, ask, input, operator);
      if (taken.ok && taken.value.queued) await toldSoon(engine);
      return taken;
    },
    'limit:set': (input, operator) => {
      const ask = engine.core.link.isUp() ? asKnown(engine, 'limit.set') : null;
      return setLimit(engine.core, ask, input, operator);
    },
    'limit:remove': asKnown(engine, 'limit.remove'),
    'limit:setMany': asKnown(engine, 'limit.set-many'),
    'limit:previewMany': asKnown(engine, 'limit.preview-many'),
    'user:list': asKnown(engine, 'user.list'),
    'exposure:leases': (input, operator) => exposureReport(engine, input, operator),
    'exposure:export': (input, operator) => exposureFile(engine, input, operator),
  };
}
