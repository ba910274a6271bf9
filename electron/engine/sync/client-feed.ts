import { ok, refuse, type Result } from '#domain/result.ts';
import {
  applyClientPage,
  clientFeedState,
  dropClient,
  keptClients,
} from '../cache/client-records.ts';
import type { Core } from '../core.ts';
import { clientsOfPeople } from '../session/people.ts';
import type { Operator } from '../sale/question.ts';

const ROWS_PER_PAGE = 2000;
/** The backend says that this person has no such scope any more. */
const LOST: ReadonlySet<string> = new Set(['NOT_FOUND', 'FORBIDDEN']);

/**
 * Brings what a client's person may see (architecture §8, scope). Where his client is another one
 * than before, or the backend lives in another time, everything begins anew; where he has none any
 * more, nothing stays.
 */
export async function pullClientFeed(
  core: Core,
  { clientId, sessionToken }: Operator,
): Promise<Result<null>> {
  dropStrangers(core);
  if (clientId === null || clientId === '' || sessionToken === null) return ok(null);
  for (;;) {
    const state = clientFeedState(core.cache.db, clientId);
    const asked = { clientId, cursor: state?.cursor ?? '', limit: ROWS_PER_PAGE };
    const page = await core.link.call('feed.client', asked, sessionToken);
    if (!page.ok && page.code === 'CURSOR_INVALID' && state !== null) {
      dropClient(core.cache.db, clientId);
      continue;
    }
    if (!page.ok) {
      if (LOST.has(page.code) || page.code === 'CURSOR_INVALID')
        dropClient(core.cache.db, clientId);
      return page;
    }
    // Another cache may have come meanwhile, and stands elsewhere: a page behind it leaves a gap.
    if ((clientFeedState(core.cache.db, clientId)?.cursor ?? '') !== asked.cursor) continue;
    if (state !== null && state.epoch !== page.value.epoch) {
      dropClient(core.cache.db, clientId);
      continue;
    }
    if (!applyClientPage(core.cache.db, page.value)) return refuse('CLIENT_UPGRADE_REQUIRED');
    if (page.value.complete) return ok(null);
    if (page.value.cursor === asked.cursor) return refuse('INTERNAL');
  }
}

/** What is kept of a client none of whose people may unlock here any more. */
export function dropStrangers(core: Core): void {
  const known = clientsOfPeople(core, core.clock.nowMs());
  for (const clientId of keptClients(core.cache.db)) {
    if (!known.has(clientId)) dropClient(core.cache.db, clientId);
  }
}
