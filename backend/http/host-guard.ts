import type { Middleware } from 'koa';
import { refuse } from '#domain/result.ts';
import { answerProblem } from './problem.ts';
import type { RequestState } from './request-state.ts';

export const LOOPBACK_NAMES: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Lets in only requests that name this backend by one of its own names and come from no web page: a
 * page in a browser of the same machine can reach a loopback port, by its own name (DNS rebinding)
 * or with an Origin.
 */
export function hostGuard(names: readonly string[]): Middleware<RequestState> {
  const known = new Set(names.map((name) => name.toLowerCase()));
  return async (ctx, next) => {
    const name = ctx.get('host').toLowerCase().replace(/:\d*$/u, '');
    if (!known.has(name) || ctx.get('origin') !== '') {
      answerProblem(ctx, refuse('FORBIDDEN', { reason: 'host' }));
      return;
    }
    await next();
  };
}
