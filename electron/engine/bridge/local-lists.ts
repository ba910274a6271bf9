import type { Limit } from '#domain/limit/limit.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import { feedEntities } from '#protocol/feed.ts';
import type { CardRecord, ContractRecord } from '#protocol/records.ts';
import { clientFeedState, ownCard, ownContract, ownShapes } from '../cache/client-records.ts';
import { feedState } from '../cache/feed-apply.ts';
import { recordPage, type PageQuestion } from '../cache/record-page.ts';
import { plainCard, record } from '../cache/registers.ts';
import type { Core } from '../core.ts';
import type { Engine } from '../engine.ts';
import { waitingLimits } from '../lease/lowered-limits.ts';
import { guarded } from '../sale/card-guard.ts';
import { knownTerms, localRemainders, type KnownHere } from '../sale/desk.ts';
import type { Operator } from '../sale/question.ts';
import { onlineOr, type Asking } from './online.ts';

const LIST_ROWS = 100;

export type ListMethod =
  'card:list' | 'card:get' | 'contract:list' | 'station:list' | 'product:list';

interface ListHandlers {
  readonly 'card:list': Asking<'card.list'>;
  readonly 'card:get': (
    ...asked: Parameters<Asking<'card.get'>>
  ) => Promise<Result<BridgeAnswer<'card:get'>>>;
  readonly 'contract:list': Asking<'contract.list'>;
  readonly 'station:list': Asking<'station.list'>;
  readonly 'product:list': Asking<'product.list'>;
}

/**
 * Lists that are asked of the backend and, where it does not answer, read from the cache with its
 * «as of»: the network's people get the station's rows, a client's people what is their client's.
 */
export function localLists(engine: Engine): ListHandlers {
  const { core } = engine;
  const db = () => core.cache.db;
  const stations = { entity: 'station', shape: feedEntities.station, clientId: null } as const;
  const products = { entity: 'product', shape: feedEntities.product, clientId: null } as const;
  return {
    'card:list': onlineOr(engine, 'card.list', async (input, operator) => {
      const question = { ...asked(input), contractId: input.contractId };
      const page = await cardPage(core, operator, question);
      const rows = page.rows.map((card) => guarded(core, card));
      return ok({ rows, nextCursor: page.nextCursor, asOfMs: asOfMs(core, operator) });
    }),
    'card:get': withWaiting(engine, ({ cardId }, operator) => {
      const found = knownCard(core, operator, cardId);
      if (found === null) return refuse('CARD_NOT_FOUND');
      const card = guarded(core, found);
      const contract = knownContract(core, operator, card.contractId);
      if (contract === null) return refuse('CONTRACT_NOT_FOUND');
      const known = knownTerms(core, cardId);
      const limits = asToldBefore(known);
      const rules = [...(known?.rules ?? [])];
      const remainders = [...localRemainders(core, card, core.clock.nowMs())];
      return ok({ card, contract, limits, rules, remainders, asOfMs: asOfMs(core, operator) });
    }),
    'contract:list': onlineOr(engine, 'contract.list', async (input, operator) => {
      const { clientId } = operator;
      const source = { entity: 'contract', shape: feedEntities.contract, clientId } as const;
      const page = await recordPage(db, source, asked(input));
      return ok({ ...page, asOfMs: asOfMs(core, operator) });
    }),
    'station:list': onlineOr(engine, 'station.list', async (input, operator) =>
      ok({ ...(await recordPage(db, stations, asked(input))), asOfMs: asOfMs(core, operator) }),
    ),
    'product:list': onlineOr(engine, 'product.list', async (input, operator) =>
      ok({ ...(await recordPage(db, products, asked(input))), asOfMs: asOfMs(core, operator) }),
    ),
  };
}

/**
 * A card, with the limits that were lowered here marked until the authority has taken that.
 * Whatever it has told meanwhile counts where that is lower still.
 */
function withWaiting(
  engine: Engine,
  local: Parameters<typeof onlineOr<'card.get'>>[2],
): ListHandlers['card:get'] {
  const asking = onlineOr(engine, 'card.get', local);
  return async (input, operator) => {
    const answer = await asking(input, operator);
    if (!answer.ok) return answer;
    const waiting = waitingLimits(engine.core, input.cardId, answer.value.limits);
    const limits = answer.value.limits.map((limit) => {
      const lowered = waiting.find(({ limitId }) => limitId === limit.limitId);
      return lowered === undefined ? limit : { ...limit, amount: lowered.amount };
    });
    const marks = waiting.map(({ limitId, beforeAmount }) => ({ limitId, beforeAmount }));
    return ok({ ...answer.value, limits, waiting: marks });
  };
}

/** The limits of a card as the authority told of them: what waits is laid over every answer. */
function asToldBefore(known: KnownHere | null): Limit[] {
  return (known?.limits ?? []).map((limit) => {
    const waiting = known?.waiting.find(({ limitId }) => limitId === limit.limitId);
    return waiting === undefined ? limit : { ...limit, amount: waiting.beforeAmount };
  });
}

function asked(input: {
  cursor?: string | undefined;
  limit?: number | undefined;
  search?: string | undefined;
}): PageQuestion {
  return {
    cursor: input.cursor ?? null,
    limit: input.limit ?? LIST_ROWS,
    search: input.search ?? null,
  };
}

function asOfMs({ cache: { db } }: Core, { clientId }: Operator): number {
  const state = clientId === null ? feedState(db) : clientFeedState(db, clientId);
  return state?.asOfMs ?? 0;
}

async function cardPage(core: Core, { clientId }: Operator, question: PageQuestion) {
  const db = () => core.cache.db;
  if (clientId !== null) {
    return recordPage(db, { entity: 'card', shape: ownShapes.card, clientId }, question);
  }
  const source = { entity: 'card', shape: feedEntities.card, clientId } as const;
  const page = await recordPage(db, source, question);
  return { ...page, rows: page.rows.map(plainCard) };
}

function knownCard(core: Core, { clientId }: Operator, cardId: string): CardRecord | null {
  if (clientId !== null) return ownCard(core.cache.db, clientId, cardId);
  const found = record(core.cache.db, 'card', cardId);
  return found === null ? null : plainCard(found);
}

function knownContract(core: Core, { clientId }: Operator, id: string): ContractRecord | null {
  const { db } = core.cache;
  return clientId === null ? record(db, 'contract', id) : ownContract(db, clientId, id);
}
