import { isNewsFor, newsState, type NewsReader } from '#domain/news/news.ts';
import { ok } from '#domain/result.ts';
import type { NewsRecord } from '#protocol/records/guests.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import type { Caller } from '../caller.ts';
import { pageAnswer, pageQuestion } from '../office/page.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { News } from './guest-rows.ts';

/** More nobody reads; what is older is told again by whoever wants it read. */
const SHOWN_MAX = 200;

/** What everybody reads, before he signs in too. */
export function publicNews(service: Service): Promise<Answer<RouteAnswer<'news.public'>>> {
  return shownTo(service, null);
}

/** What somebody who is signed in reads: a client's people what is for his programme's. */
export async function ownNews(
  service: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'news.mine'>>> {
  const { userId, role } = personOf(caller);
  const account = await service.stores.people.accountById(userId);
  return shownTo(service, { role, programmeId: account?.programmeId ?? null });
}

async function shownTo(
  { stores, clock }: Service,
  reader: NewsReader | null,
): Promise<Answer<RouteAnswer<'news.public'>>> {
  const asOfMs = clock.nowMs();
  const current = await stores.guests.currentNews(asOfMs, SHOWN_MAX);
  return ok({ rows: current.filter((one) => isNewsFor(one, reader)).map(recordOf), asOfMs });
}

/** All of it for those who write it. */
export async function listNews(
  { stores, clock }: Service,
  input: RouteInput<'news.list'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'news.list'>>> {
  const { cursor, limit } = pageQuestion(input, caller);
  const atMs = clock.nowMs();
  const asked = { cursor, limit, state: input.state ?? null, atMs };
  const { rows, nextCursor } = await stores.guests.newsPage(asked);
  const named = rows.map((row) => {
    const { withdrawnAtMs, writtenByName, writtenAtMs, revision } = row;
    const state = newsState(row, atMs);
    return { ...recordOf(row), state, withdrawnAtMs, writtenByName, writtenAtMs, revision };
  });
  return pageAnswer({ rows: named, nextCursor }, atMs);
}

function recordOf({ newsId, texts, audience, programmeId, fromMs, untilMs }: News): NewsRecord {
  return { newsId, texts: { ...texts }, audience, programmeId, fromMs, untilMs };
}
