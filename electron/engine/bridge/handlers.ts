import { isLocalDate } from '#domain/time/local-date.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { BridgeAnswer, BridgeInput, BridgeMethod } from '#protocol/bridge.ts';
import type { RouteAnswer, RouteId, RouteInput } from '#protocol/routes.ts';
import { recordPage } from '../cache/record-page.ts';
import { plainCard, record } from '../cache/registers.ts';
import { feedState } from '../cache/feed-apply.ts';
import type { Engine } from '../engine.ts';
import { blockCard, guarded } from '../sale/card-guard.ts';
import { findCard } from '../sale/card-lookup.ts';
import { previewSale } from '../sale/preview-here.ts';
import { knownTerms, localRemainders } from '../sale/desk.ts';
import type { Operator } from '../sale/question.ts';
import { isOwnFill, makeRefund, refundState } from '../sale/refunds.ts';
import { authorizeByVoice, makeChallenge } from '../sale/voice.ts';
import { slipOf } from '../sale/slip.ts';
import { getStatement, wholeStatement } from '../statement/statement.ts';
import { resolveItem } from '../sync/resolve.ts';
import { unanswered } from '../sync/link.ts';
import { stationContext } from './station-context.ts';

type Handler<M extends BridgeMethod> = (
  input: BridgeInput<M>,
  operator: Operator,
) => Promise<Result<BridgeAnswer<M>>> | Result<BridgeAnswer<M>>;

export type BridgeHandlers = { readonly [M in BridgeMethod]: Handler<M> };

const LIST_ROWS = 100;

/** What each method of the bridge does. Whoever calls has checked input and right. */
export function makeHandlers(engine: Engine): BridgeHandlers {
  return { ...deskHandlers(engine), ...localLists(engine), ...onlineHandlers(engine) };
}

type DeskMethod =
  | `session:${string}`
  | `sale:${string}`
  | `redemption:${string}`
  | 'refund:make'
  | 'voice:challenge'
  | 'voice:authorize'
  | `statement:${string}`
  | `sync:${string}`
  | `register:${string}`
  | 'station:context'
  | 'card:find'
  | 'card:block';

function deskHandlers(engine: Engine): Pick<BridgeHandlers, Extract<BridgeMethod, DeskMethod>> {
  const { core, sales, redemptions, session, registers } = engine;
  return {
    'session:state': () => ok(session.state()),
    'session:signIn': ({ login, password }) => session.signIn(login, password),
    'session:signOut': async () => ok(await session.signOut()),
    'station:context': () => stationContext(core),
    'card:find': ({ typed }, operator) => findCard(core, typed, operator),
    'card:block': async ({ cardId, reason }) => {
      const blocked = blockCard(core, cardId, reason);
      if (!blocked.ok) return blocked;
      if (core.link.isUp()) await engine.syncOnce();
      const { acknowledgedSeq } = engine.syncState();
      return ok({ done: true, queued: acknowledgedSeq < blocked.value.seq });
    },
    'sale:authorize': (input, operator) => sales.authorize(input, operator),
    'sale:preview': (input, operator) => previewSale(core, input, operator),
    'sale:capture': (input) => sales.capture(input),
    'sale:reverse': ({ saleId }) => sales.reverse(saleId),
    'sale:open': () => ok({ fills: [...sales.open()] }),
    'sale:recent': ({ limit }) => ok({ fills: [...sales.recent(limit)] }),
    'sale:slip': ({ saleId }) => slipOf(core, saleId),
    'refund:make': (input, operator) => refund(engine, input, operator),
    'voice:challenge': (input) => makeChallenge(core, input),
    'voice:authorize': (input, operator) => authorizeByVoice(core, input, operator),
    'redemption:reserve': ({ allowanceKey, wanted }) => redemptions.reserve(allowanceKey, wanted),
    'redemption:redeem': (input, operator) => redemptions.redeem(input, operator),
    'redemption:capture': (input) => redemptions.capture(input),
    'redemption:reverse': ({ redemptionId }) => redemptions.reverse(redemptionId),
    'statement:get': (input, operator) => getStatement(core, input, operator),
    'statement:export': (input, operator) => exportStatement(engine, input, operator),
    'sync:state': () => ok(engine.syncState()),
    'sync:resolve': ({ seq, reason }, operator) => {
      const done = resolveItem(core, { seq, reason, operatorId: operator.userId });
      return done.ok ? ok({ done: true }) : done;
    },
    'sync:now': async () => {
      await engine.syncOnce();
      return ok(engine.syncState());
    },
    'register:preview': (input) => registers.preview(input),
    'register:import': ({ jobId }, operator) => registers.import(jobId, operator),
    'register:cancel': ({ jobId }) => {
      registers.cancel(jobId);
      return ok({ done: true });
    },
  };
}

async function refund(
  engine: Engine,
  input: BridgeInput<'refund:make'>,
  operator: Operator,
): Promise<Result<BridgeAnswer<'refund:make'>>> {
  const { core } = engine;
  if (!isOwnFill(core, input.saleId)) {
    const answer = await onlineOnly(engine, 'sale.refund')(input, operator);
    return answer.ok ? ok({ refund: answer.value, state: 'booked', code: null }) : answer;
  }
  const made = makeRefund(core, input, operator);
  if (!made.ok) return made;
  if (core.link.isUp()) await engine.syncOnce();
  return refundState(core, input.commandId);
}

async function exportStatement(
  { core, makeWorkbook }: Engine,
  { language, ...asked }: BridgeInput<'statement:export'>,
  operator: Operator,
): Promise<Result<BridgeAnswer<'statement:export'>>> {
  if (!isLocalDate(asked.fromDate) || !isLocalDate(asked.toDate)) return refuse('PERIOD_INVALID');
  const statement = await wholeStatement(core, asked, operator);
  if (!statement.ok) return statement;
  const bytes = await makeWorkbook(statement.value, language);
  const subject = asked.subjectId.replaceAll(/[^A-Za-z0-9._-]/gu, '_');
  const fileName = `statement-${subject}-${asked.fromDate}-${asked.toDate}.xlsx`;
  return ok({ fileName, bytes, lineCount: statement.value.lines.length });
}

type ListMethod = 'card:list' | 'card:get' | 'contract:list' | 'station:list' | 'product:list';

/**
 * Lists that are asked of the backend and, where it does not answer, read from the cache with its
 * «as of».
 */
function localLists(engine: Engine): Pick<BridgeHandlers, ListMethod> {
  const { core } = engine;
  const db = () => core.cache.db;
  const asOfMs = (): number => feedState(core.cache.db)?.asOfMs ?? 0;
  const asked = (input: {
    cursor?: string | undefined;
    limit?: number | undefined;
    search?: string | undefined;
  }) => ({
    cursor: input.cursor ?? null,
    limit: input.limit ?? LIST_ROWS,
    search: input.search ?? null,
  });
  return {
    'card:list': onlineOr(engine, 'card.list', async (input) => {
      const { contractId } = input;
      const page = await recordPage(db, 'card', { ...asked(input), contractId });
      const rows = page.rows.map((card) => guarded(core, plainCard(card)));
      return ok({ rows, nextCursor: page.nextCursor, asOfMs: asOfMs() });
    }),
    'card:get': onlineOr(engine, 'card.get', ({ cardId }) => {
      const found = record(core.cache.db, 'card', cardId);
      if (found === null) return refuse('CARD_NOT_FOUND');
      const card = guarded(core, plainCard(found));
      const contract = record(core.cache.db, 'contract', card.contractId);
      if (contract === null) return refuse('CONTRACT_NOT_FOUND');
      const known = knownTerms(core, cardId);
      const limits = [...(known?.limits ?? [])];
      const rules = [...(known?.rules ?? [])];
      const remainders = [...localRemainders(core, card, core.clock.nowMs())];
      return ok({ card, contract, limits, rules, remainders, asOfMs: asOfMs() });
    }),
    'contract:list': onlineOr(engine, 'contract.list', async (input) =>
      ok({ ...(await recordPage(db, 'contract', asked(input))), asOfMs: asOfMs() }),
    ),
    'station:list': onlineOr(engine, 'station.list', async (input) =>
      ok({ ...(await recordPage(db, 'station', asked(input))), asOfMs: asOfMs() }),
    ),
    'product:list': onlineOr(engine, 'product.list', async (input) =>
      ok({ ...(await recordPage(db, 'product', asked(input))), asOfMs: asOfMs() }),
    ),
  };
}

type Asking<K extends RouteId> = (
  input: RouteInput<K>,
  operator: Operator,
) => Promise<Result<RouteAnswer<K>>>;

function onlineOr<K extends RouteId>(
  engine: Engine,
  routeId: K,
  local: (input: RouteInput<K>) => Result<RouteAnswer<K>> | Promise<Result<RouteAnswer<K>>>,
): Asking<K> {
  const online = onlineOnly(engine, routeId);
  return async (input, operator) => {
    if (!engine.core.link.isUp() || operator.sessionToken === null) return local(input);
    const answer = await online(input, operator);
    return !answer.ok && unanswered(answer.code) ? local(input) : answer;
  };
}

function onlineOnly<K extends RouteId>({ core }: Engine, routeId: K): Asking<K> {
  return async (input, operator) => {
    if (operator.sessionToken === null) {
      return refuse(core.link.isUp() ? 'ONLINE_SIGNIN_REQUIRED' : 'ONLINE_REQUIRED');
    }
    return core.link.call(routeId, input, operator.sessionToken);
  };
}

type OnlineMethod = Exclude<BridgeMethod, Extract<BridgeMethod, DeskMethod> | ListMethod>;

function onlineHandlers(engine: Engine): Pick<BridgeHandlers, OnlineMethod> {
  return {
    'card:issue': onlineOnly(engine, 'card.issue'),
    'card:unblock': onlineOnly(engine, 'card.unblock'),
    'card:setPin': onlineOnly(engine, 'card.set-pin'),
    'limit:set': onlineOnly(engine, 'limit.set'),
    'limit:remove': onlineOnly(engine, 'limit.remove'),
    'limit:history': onlineOnly(engine, 'limit.history'),
    'limit:setMany': onlineOnly(engine, 'limit.set-many'),
    'limit:previewMany': onlineOnly(engine, 'limit.preview-many'),
    'rules:set': onlineOnly(engine, 'rules.set'),
    'group:list': onlineOnly(engine, 'card-group.list'),
    'group:get': onlineOnly(engine, 'card-group.get'),
    'group:put': onlineOnly(engine, 'card-group.put'),
    'group:assign': onlineOnly(engine, 'card-group.assign'),
    'group:dissolve': onlineOnly(engine, 'card-group.dissolve'),
    'template:list': onlineOnly(engine, 'limit-template.list'),
    'template:put': onlineOnly(engine, 'limit-template.put'),
    'template:remove': onlineOnly(engine, 'limit-template.remove'),
    'template:apply': onlineOnly(engine, 'limit-template.apply'),
    'template:preview': onlineOnly(engine, 'limit-template.preview'),
    'station:place': onlineOnly(engine, 'station.place'),
    'contract:get': onlineOnly(engine, 'contract.get'),
    'contract:sign': onlineOnly(engine, 'contract.sign'),
    'contract:topUp': onlineOnly(engine, 'contract.top-up'),
    'client:list': onlineOnly(engine, 'client.list'),
    'price:set': onlineOnly(engine, 'price.set'),
    'user:list': onlineOnly(engine, 'user.list'),
    'user:create': onlineOnly(engine, 'user.create'),
    'workstation:list': onlineOnly(engine, 'workstation.list'),
    'workstation:code': onlineOnly(engine, 'workstation.code'),
    'workstation:revoke': onlineOnly(engine, 'workstation.revoke'),
    'recovery:get': onlineOnly(engine, 'recovery.get'),
    'recovery:declare': onlineOnly(engine, 'recovery.declare'),
    'hold:list': onlineOnly(engine, 'hold.list'),
    'hold:void': onlineOnly(engine, 'hold.void'),
    'contract:setTerms': onlineOnly(engine, 'contract.set-terms'),
    'ledger:correct': onlineOnly(engine, 'ledger.correct'),
    'ledger:lockPeriod': onlineOnly(engine, 'ledger.lock-period'),
    'ledger:reopenPeriod': onlineOnly(engine, 'ledger.reopen-period'),
    'ledger:locks': onlineOnly(engine, 'ledger.locks'),
    'ledger:closings': onlineOnly(engine, 'ledger.closings'),
    'exposure:list': onlineOnly(engine, 'exposure.list'),
    'voice:reserve': onlineOnly(engine, 'voice.reserve'),
    'exposure:shares': onlineOnly(engine, 'exposure.shares'),
    'exposure:entries': onlineOnly(engine, 'exposure.entries'),
  };
}
