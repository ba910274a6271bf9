import { ok, refuse, type Result } from '#domain/result.ts';
import type { FeedPage } from '#protocol/feed.ts';
import type { WritableDb } from '#sqlite/open.ts';
import { applyFeedPage, feedState } from '../cache/feed-apply.ts';
import type { Core } from '../core.ts';
import { bringSnapshot, toldGuardedCards } from './snapshot.ts';
import { swapCache } from './swap-cache.ts';
import { dropStoppedGrants } from '../lease/stopped-cards.ts';
import { forgetGuard } from '../sale/card-guard.ts';

const ROWS_PER_PAGE = 2000;
const TOLD_ENTITIES: ReadonlySet<string> = new Set([
  'station',
  'product',
  'product-group',
  'price',
]);

/**
 * Pulls the feed from where the cache stands. An interrupted pull goes on at its cursor. Where the
 * cursor means nothing to the backend any more, the cache is built anew beside the old one and
 * swapped in whole (architecture §8).
 */
export async function pullFeed(core: Core, epoch: string): Promise<Result<{ changed: number }>> {
  const state = feedState(core.cache.db);
  if (state !== null && state.epoch !== epoch) return rebuild(core, epoch);
  if (state === null) {
    const brought = await bringSnapshot(core, epoch);
    if (!brought.ok) return brought;
    if (brought.value === 'paused') return ok({ changed: 0 });
    if (brought.value === 'swapped') return pullBehindSnapshot(core, epoch);
  }
  const cursor = state?.cursor ?? '';
  const told = (cardIds: readonly string[]): void => forgetGuard(core, cardIds);
  const pulled = await pullInto(core, { db: () => core.cache.db, epoch, cursor, told });
  return !pulled.ok && pulled.code === 'CURSOR_INVALID' ? rebuild(core, epoch) : pulled;
}

/** What a snapshot says of a card that was stopped here counts when the feed has come after it. */
async function pullBehindSnapshot(core: Core, epoch: string): Promise<Result<{ changed: number }>> {
  const pulled = await pullFeed(core, epoch);
  if (pulled.ok) dropStoppedGrants(core, core.cache.db, null);
  if (pulled.ok) forgetGuard(core, toldGuardedCards(core));
  return pulled;
}

async function rebuild(core: Core, epoch: string): Promise<Result<{ changed: number }>> {
  const brought = await bringSnapshot(core, epoch);
  if (!brought.ok) return brought;
  if (brought.value === 'paused') return ok({ changed: 0 });
  if (brought.value === 'swapped') return pullBehindSnapshot(core, epoch);
  const next = core.cache.beginRebuild();
  if (!next.ok) return next;
  // Until the swap the old cache is in use, and the rest of the new one may never come: what this
  // workstation stopped stays stopped so long.
  const told = new Set<string>();
  const pulled = await pullInto(core, {
    db: () => next.value,
    epoch,
    cursor: '',
    told: (cardIds) => cardIds.forEach((cardId) => told.add(cardId)),
  }).catch((error: unknown) => {
    core.cache.cancelRebuild();
    throw error;
  });
  if (!pulled.ok) {
    core.cache.cancelRebuild();
    return pulled;
  }
  const swapped = await swapCache(core);
  if (!swapped.ok) return swapped;
  forgetGuard(core, [...told]);
  return pulled;
}

interface Target {
  readonly db: () => WritableDb;
  readonly epoch: string;
  readonly cursor: string;
  /** Hears which cards a page has told of. */
  readonly told: (cardIds: readonly string[]) => void;
}

async function pullInto(core: Core, target: Target): Promise<Result<{ changed: number }>> {
  let { cursor } = target;
  let changed = 0;
  const ask = (from: string): Promise<Result<FeedPage>> =>
    core.link.call('feed.pull', { cursor: from, limit: ROWS_PER_PAGE });
  let asked = ask(cursor);
  for (;;) {
    const page = await asked;
    if (!page.ok) return page;
    const { epoch, complete } = page.value;
    if (epoch !== target.epoch) return refuse('CURSOR_INVALID', { reason: 'epoch' });
    const stuck = !complete && page.value.cursor === cursor;
    if (stuck) return refuse('INTERNAL', { reason: 'feed-without-progress' });
    cursor = page.value.cursor;
    // The next page travels while this one is written.
    const ahead = complete ? null : ask(cursor);
    const applied = await applyFeedPage(target.db, page.value);
    if (!applied.ok) return applied;
    changed += applied.value.changed;
    afterPage(core, target, page.value);
    if (ahead === null) return ok({ changed });
    core.cache.settle();
    asked = ahead;
  }
}

function afterPage(core: Core, { db, told }: Target, page: FeedPage): void {
  const cardIds = page.rows.filter((row) => row.entity === 'card').map((row) => row.rowId);
  if (cardIds.length > 0) {
    dropStoppedGrants(core, db(), cardIds);
    told(cardIds);
  }
  if (page.rows.some((row) => TOLD_ENTITIES.has(row.entity)))
    core.events.emit('station:changed', {});
}
