import { Readable } from 'node:stream';
import { refuse } from '#domain/result.ts';
import { workstationOf } from '#service/access/need.ts';
import type { Service } from '#service/service.ts';
import { answerProblem } from './problem.ts';
import type { RequestContext } from './request-state.ts';

/**
 * Answers with the bytes of a snapshot, from the byte on that a `Range: bytes=N-` names: a
 * download goes on where it was cut. Encrypted, so it is not compressed.
 */
export async function answerSnapshot(
  { service }: { readonly service: Service },
  ctx: RequestContext,
  snapshotId: string,
): Promise<void> {
  const { stationId } = workstationOf(ctx.state.caller);
  const made = service.snapshots.byId(stationId, snapshotId);
  const from = Number(/^bytes=(\d{1,15})-$/u.exec(ctx.get('range'))?.[1] ?? 0);
  if (made === null || from > made.file.bytes) {
    answerProblem(ctx, refuse('NOT_FOUND'));
    return;
  }
  const { bytes } = made.file;
  ctx.compress = false;
  ctx.status = from === 0 ? 200 : 206;
  ctx.type = 'application/octet-stream';
  ctx.length = bytes - from;
  ctx.set('accept-ranges', 'bytes');
  if (from > 0) ctx.set('content-range', `bytes ${from}-${Math.max(from, bytes - 1)}/${bytes}`);
  const body = made.file.read(from);
  ctx.body = body instanceof Readable ? body : Readable.from(body);
  await Promise.resolve();
}
