import { ok, type Result } from '#domain/result.ts';
import type { Core } from '../core.ts';

/**
 * Puts the cache that was made ready in the place of the one in use. All that takes time is done
 * before, in small turns; the swap itself is one line of the journal's facts and another handle.
 * That line decides: before it the old file is the cache, from it on the new one, whenever the
 * process dies.
 */
export async function swapCache(core: Core): Promise<Result<null>> {
  const { cache, journal, clock } = core;
  await cache.makeReady();
  const swapped = cache.swap((next) =>
    journal.write({ atMs: clock.nowMs() }, ({ facts }) => {
      facts.set('cacheFile', next);
      facts.set('snapshot', null);
      return null;
    }),
  );
  if (swapped.ok) core.events.emit('station:changed', {});
  return swapped.ok ? ok(null) : swapped;
}
