import { newsState } from '#domain/news/news.ts';
import { ok, type Result } from '#domain/result.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import { keptAnswer } from '../cache/open-answers.ts';
import type { Core } from '../core.ts';
import type { Engine } from '../engine.ts';
import { ofNewerBackend } from '../sync/link.ts';
import { keptOr } from './kept-or.ts';
import { onlineOr, type Asking } from './online.ts';

export type GuestMethod = keyof GuestHandlers;

interface GuestHandlers {
  readonly 'news:public': () => Promise<Result<RouteAnswer<'news.public'>>>;
  readonly 'news:mine': Asking<'news.mine'>;
  readonly 'station:public': () => Promise<Result<RouteAnswer<'station.public'>>>;
}

/** So old may be what is fetched ahead: stations change seldom, and are many. */
const FETCHED_AGAIN_MS = 3_600_000;

/**
 * What the network tells everybody (row O-23), with the link or as it was told last. Somebody who
 * is signed in without the link reads what everybody does.
 */
export function guestHandlers(engine: Engine): GuestHandlers {
  const { core } = engine;
  const news = keptOr(core, 'news.public');
  const stations = keptOr(core, 'station.public');
  return {
    'news:public': async () => stillShown(core, ofNewerBackend(await news({}))),
    'news:mine': onlineOr(engine, 'news.mine', async () => stillShown(core, await news({}))),
    'station:public': async () => ofNewerBackend(await stations({})),
  };
}

/** Without what is over by now: it may have been told days ago. */
function stillShown(
  { clock }: Core,
  answer: Result<RouteAnswer<'news.public'>>,
): Result<RouteAnswer<'news.public'>> {
  if (!answer.ok) return answer;
  const { rows, asOfMs } = answer.value;
  const nowMs = clock.nowMs();
  const isOver = (row: (typeof rows)[number]): boolean =>
    newsState({ ...row, withdrawnAtMs: null }, nowMs) === 'over';
  return ok({ rows: rows.filter((row) => !isOver(row)), asOfMs });
}

/** Fetches what a guest may want to read once the link is gone, though nobody has opened it yet. */
export async function fetchForGuests(core: Core): Promise<void> {
  await keptOr(core, 'news.public')({});
  const kept = keptAnswer(core.cache.db, { routeId: 'station.public', input: {} });
  const isFresh = kept !== null && core.clock.nowMs() < kept.asOfMs + FETCHED_AGAIN_MS;
  if (!isFresh) await keptOr(core, 'station.public')({});
}
