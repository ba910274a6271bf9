import { refuse, type Result } from '#domain/result.ts';
import type { RouteAnswer, RouteId, RouteInput } from '#protocol/routes.ts';
import type { Engine } from '../engine.ts';
import type { Operator } from '../sale/question.ts';
import { unanswered } from '../sync/link.ts';

export type Asking<K extends RouteId> = (
  input: RouteInput<K>,
  operator: Operator,
) => Promise<Result<RouteAnswer<K>>>;

/** The same, with what is known here where the backend does not answer. */
export function onlineOr<K extends RouteId>(
  engine: Engine,
  routeId: K,
  local: (
    input: RouteInput<K>,
    operator: Operator,
  ) => Result<RouteAnswer<K>> | Promise<Result<RouteAnswer<K>>>,
): Asking<K> {
  const online = onlineOnly(engine, routeId);
  return async (input, operator) => {
    if (!engine.core.link.isUp() || operator.sessionToken === null) return local(input, operator);
    const answer = await online(input, operator);
    return !answer.ok && unanswered(answer.code) ? local(input, operator) : answer;
  };
}

/** A question that only the backend answers, and only to somebody whom it let in. */
export function onlineOnly<K extends RouteId>({ core }: Engine, routeId: K): Asking<K> {
  return async (input, operator) => {
    if (operator.sessionToken === null) {
      return refuse(core.link.isUp() ? 'ONLINE_SIGNIN_REQUIRED' : 'ONLINE_REQUIRED');
    }
    return core.link.call(routeId, input, operator.sessionToken);
  };
}
