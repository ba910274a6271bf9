import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf, workstationOf } from '../access/need.ts';
import type { Caller } from '../caller.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

const PAGE_ROWS = 1000;

/**
 * The next rows of what a client's person may see. Whoever has another client's rows begins anew:
 * his scope has changed.
 */
export async function pullClientFeed(
  service: Service,
  { clientId: held, cursor, limit }: RouteInput<'feed.client'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'feed.client'>>> {
  const { clientId } = personOf(caller);
  // The network's own people have no such scope: what they see, they ask for.
  if (clientId === null || clientId === '') return refuse('NOT_FOUND');
  if (held !== undefined && held !== clientId) return refuse('CURSOR_INVALID');
  const question = { clientId, cursor, limit: limit ?? PAGE_ROWS };
  const page = await service.stores.feed.clientFeed(question);
  if (page === null) return refuse('CURSOR_INVALID');
  const { epoch } = await networkOf(service);
  return ok({ epoch, clientId, ...page, rows: [...page.rows], asOfMs: service.clock.nowMs() });
}

/** The next rows of the feed in the scope of the workstation's station (architecture §8). */
export async function pullFeed(
  service: Service,
  { cursor, limit }: RouteInput<'feed.pull'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'feed.pull'>>> {
  const { stationId } = workstationOf(caller);
  const { feed } = service.stores;
  const page = await feed.feed({ stationId, cursor, limit: limit ?? PAGE_ROWS });
  // Such a cursor belongs to another history of this database.
  if (page === null) return refuse('CURSOR_INVALID');
  const { epoch } = await networkOf(service);
  return ok({ epoch, ...page, rows: [...page.rows], asOfMs: service.clock.nowMs() });
}
