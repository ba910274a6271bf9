import type { RouteAnswer, RouteId, RouteInput } from '#protocol/routes.ts';
import type { Caller } from './caller.ts';
import type { Answer } from './outcome.ts';

/** Routes that answer with one JSON value; the live stream is opened with `watch`. */
export type AnsweredRouteId = Exclude<RouteId, 'events.stream' | 'snapshot.get'>;

export type Handler<K extends RouteId> = (
  input: RouteInput<K>,
  caller: Caller,
) => Promise<Answer<RouteAnswer<K>>>;

/** One use case per route: what HTTP calls, and the simulator without HTTP. */
export type Handlers = { readonly [K in AnsweredRouteId]: Handler<K> };
