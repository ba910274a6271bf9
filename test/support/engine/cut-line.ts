import { refuse } from '#domain/result.ts';
import type { BackendClient } from '#engine/ports.ts';
import type { RouteId } from '#protocol/routes.ts';

/**
 * up: it works. down: nothing arrives. deaf: the request arrives, its answer does not. full: the
 * backend has no room to carry it out. busy: it says when to come again.
 */
export type LineState = 'up' | 'down' | 'deaf' | 'full' | 'busy';

/** What a busy line tells to wait. */
export const BUSY_WAIT_MS = 2_000;

/** A line to a real backend that a test can cut, whole or for single routes. */
export class CutLine {
  readonly #client: BackendClient;
  state: LineState = 'up';
  /** Routes with a state of their own. */
  readonly routes = new Map<RouteId, LineState>();
  readonly asked: RouteId[] = [];

  constructor(client: BackendClient) {
    this.#client = client;
  }

  get client(): BackendClient {
    return {
      call: async (routeId, input, auth) => {
        this.asked.push(routeId);
        const state = this.routes.get(routeId) ?? this.state;
        if (state === 'down') return refuse('LINK_DOWN', { reason: 'CUT' });
        if (state === 'full') return refuse('DISK_FULL');
        if (state === 'busy') return refuse('BACKEND_BUSY', { waitMs: BUSY_WAIT_MS });
        const answer = await this.#client.call(routeId, input, auth);
        return state === 'deaf' ? refuse('LINK_DOWN', { reason: 'CUT' }) : answer;
      },
    };
  }
}
