import { watch } from '#service/sync/watch.ts';
import type { Service } from '#service/service.ts';
import { EventStream } from './event-stream.ts';
import { answerProblem } from './problem.ts';
import type { RequestContext } from './request-state.ts';

export interface EventsDeps {
  readonly service: Service;
  /** How often a quiet stream says that it is alive, so that both ends notice a dead one. */
  readonly heartbeatMs: number;
}

/** How long the last event may take to leave. */
const END_GRACE_MS = 2_000;

/** Answers with the live stream of the workstation that asks; it ends with the connection. */
export async function answerEvents(
  { service, heartbeatMs }: EventsDeps,
  ctx: RequestContext,
): Promise<void> {
  const stream = new EventStream();
  const end = (): void => {
    stream.end();
    // A peer that reads no more would hold the connection open for ever.
    setTimeout(() => ctx.res.destroy(), END_GRACE_MS).unref();
  };
  const watching = await watch(service, ctx.state.caller, { tell: stream.tell, end });
  if (!watching.ok) {
    answerProblem(ctx, watching);
    return;
  }
  const heartbeat = setInterval(() => {
    stream.tell({ kind: 'ping', atMs: service.clock.nowMs() });
  }, heartbeatMs);
  stream.once('close', () => {
    clearInterval(heartbeat);
    watching.value();
  });
  ctx.compress = false;
  ctx.status = 200;
  ctx.type = 'text/event-stream';
  ctx.set('x-accel-buffering', 'no');
  ctx.body = stream;
  ctx.flushHeaders();
}
