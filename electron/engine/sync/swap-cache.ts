import type { Result } from '#domain/result.ts';
import type { Core } from '../core.ts';

/**
 * Puts the cache that was made ready in the place of the one in use. All that takes time is done
 * before, in small turns; the swap itself is one line of the journal's facts and another handle.
 * That line decides: before it the old file is the cache, from it on the new one, whenever the
 * process dies. What could not be made ready is gone: the old one stays, and it comes anew.
 */
export async function swapCache(core: Core): Promise<Result<null>> {
  const swapped = await makeReadyAndSwap(core).catch((error: unknown) => {
    core.cache.cancelRebuild();
    throw error;
  });
  if (swapped.ok) core.events.emit('station:changed', {});
  return swapped;
}

async function makeReadyAndSwap({ cache, journal, clock }: Core): Promise<Result<null>> {
  await cache.makeReady();
  return cache.swap((next) =>
    journal.write({ atMs: clock.nowMs() }, ({ facts }) => {
      facts.set('cacheFile', next);
      facts.set('snapshot', null);
      return null;
    }),
  );
}
