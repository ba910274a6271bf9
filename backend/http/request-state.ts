import type { ParameterizedContext } from 'koa';
import type { RouteId } from '#protocol/routes.ts';
import type { Caller } from '#service/caller.ts';

/** What is known of a request while it is answered, and what its log line says. */
export interface RequestState {
  traceId: string;
  routeId: RouteId | null;
  caller: Caller;
  /** The code of a refusal; null while there is none. */
  code: string | null;
}

export type RequestContext = ParameterizedContext<RequestState>;
