import { ok, type Result } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { keepOpenAnswer, keptAnswer, type OpenRoute } from '../cache/open-answers.ts';
import type { Core } from '../core.ts';
import { unanswered } from '../sync/link.ts';

export type Open<K extends OpenRoute> = (input: RouteInput<K>) => Promise<Result<RouteAnswer<K>>>;

/** A public question, answered as it was last where the backend does not answer. */
export function keptOr<K extends OpenRoute>(core: Core, routeId: K): Open<K> {
  return async (input) => {
    const answer = await core.link.callOpen(routeId, input);
    if (answer.ok) keepOpenAnswer(core.cache.db, { routeId, input }, answer.value);
    if (answer.ok || !unanswered(answer.code)) return answer;
    const kept = keptAnswer(core.cache.db, { routeId, input });
    return kept === null ? answer : ok(kept);
  };
}
