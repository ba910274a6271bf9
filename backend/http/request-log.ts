import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import { refuse } from '#domain/result.ts';
import type { Code } from '#protocol/codes.ts';
import { NOBODY } from '#service/caller.ts';
import { answerProblem } from './problem.ts';
import type { RequestState } from './request-state.ts';

export interface RequestLogOptions {
  readonly log: Logger;
  /** Where the line of each request goes. */
  readonly lines: Logger;
  readonly newTraceId: () => string;
  /** The code of a fault of disk or file; null for everything that is a bug. */
  readonly failureCode: (error: unknown) => Code | null;
}

/**
 * Gives each request a trace id, writes one line about it, and turns a bug into an answer that says
 * nothing but the trace id. The line names the route, not the address: a query or a wrong path may
 * hold anything.
 */
export function requestLog(options: RequestLogOptions): Middleware<RequestState> {
  const { log, newTraceId, failureCode, lines } = options;
  return async (ctx, next) => {
    const startedMs = performance.now();
    ctx.state.traceId = newTraceId();
    ctx.state.routeId = null;
    ctx.state.caller = NOBODY;
    ctx.state.code = null;
    ctx.set('cache-control', 'no-store');
    ctx.set('trace-id', ctx.state.traceId);
    try {
      await next();
    } catch (error) {
      const failure = failureCode(error);
      answerProblem(ctx, refuse(failure ?? 'INTERNAL'));
      const fault = { traceId: ctx.state.traceId, code: failure, fault: faultOf(error) };
      log.error(fault, failure === null ? 'bug' : 'failure');
    }
    const { traceId, routeId, caller, code } = ctx.state;
    const userId = caller.person?.userId ?? null;
    const workstationId = caller.workstation?.workstationId ?? null;
    const durationMs = Math.round(performance.now() - startedMs);
    const line = { traceId, routeId, method: ctx.method, status: ctx.status, code };
    lines.info({ ...line, userId, workstationId, durationMs }, 'request');
  };
}

/** Where it happened. The message of a foreign error may repeat its input, so it is left out. */
function faultOf(error: unknown): object {
  if (!(error instanceof Error)) return { name: 'not an Error' };
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  const code: unknown = Reflect.get(error, 'code');
  return {
    name: error.name,
    code: typeof code === 'string' ? code : null,
    stack: stack.slice(0, 12),
  };
}
