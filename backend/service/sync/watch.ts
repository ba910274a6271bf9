import { ok, refuse } from '#domain/result.ts';
import { workstationOf } from '../access/need.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { LiveListener } from './live-events.ts';

/**
 * Adds a listener to the live stream and tells it at once where the feed stands: what moved while
 * nobody listened is noticed then. The value ends the listening.
 */
export async function watch(
  { live, stores }: Service,
  caller: Caller,
  listener: LiveListener,
): Promise<Answer<() => void>> {
  const { workstationId } = workstationOf(caller);
  const stop = live.listen(workstationId, listener);
  if (stop === null) return refuse('RATE_LIMITED');
  listener.tell({ kind: 'feed-moved', cursor: await stores.feed.feedHead() });
  return ok(stop);
}
