import { STATUS_CODES } from 'node:http';
import type { Params } from '#domain/result.ts';
import type { Code } from '#protocol/codes.ts';
import type { Problem } from '#protocol/routes.ts';
import type { RequestContext } from './request-state.ts';
import { statusOf } from './status.ts';

export interface Refusal {
  readonly code: Code;
  readonly params: Params;
}

/**
 * Answers with `application/problem+json` (RFC 9457): the product's code and its parameters, never
 * a cause.
 */
export function answerProblem(ctx: RequestContext, { code, params }: Refusal): void {
  const status = statusOf(code);
  const problem: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    params: { ...params },
    traceId: ctx.state.traceId,
  };
  ctx.state.code = code;
  ctx.status = status;
  const { waitMs } = params;
  if (typeof waitMs === 'number') ctx.set('retry-after', String(Math.ceil(waitMs / 1000)));
  // What is left of a body that was not read would be taken for the next request.
  if (status === 413 || status === 415 || status === 503) ctx.set('connection', 'close');
  ctx.type = 'application/problem+json';
  ctx.body = JSON.stringify(problem);
}
