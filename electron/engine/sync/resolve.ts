import { ok, refuse, type Result } from '#domain/result.ts';
import { journalBodies } from '#protocol/journal.ts';
import type { Core } from '../core.ts';

export interface Resolution {
  /** Number of the line that the backend did not accept. */
  readonly seq: number;
  readonly reason: string;
  readonly operatorId: string;
}

/**
 * A person has settled what the backend did not accept. The line itself stays where it is, here and
 * there; that it is settled, by whom and why is a line of its own (I8). Refused with NOT_FOUND when
 * nothing of that number waits.
 */
export function resolveItem(core: Core, { seq, reason, operatorId }: Resolution): Result<null> {
  const waiting = core.journal.db.prepare('SELECT 1 FROM attention WHERE seq = ?').get(seq);
  if (waiting === undefined) return refuse('NOT_FOUND');
  const written = core.journal.write({ atMs: core.clock.nowMs() }, ({ db, append }) => {
    db.prepare('DELETE FROM attention WHERE seq = ?').run(seq);
    append('attention.resolved', { lineSeq: seq, reason, operatorId });
    return null;
  });
  if (!written.ok) return written;
  core.events.syncMoved();
  return ok(null);
}

/**
 * Whether the same line can be said again: it was not booked, and what it tells is still so here. A
 * refund that was not booked was taken back here, and is made anew at the desk.
 */
export function isRetriable(item: { readonly kind: string; readonly status: string }): boolean {
  const wasRefused = item.status === 'refused' || item.status === 'conflict';
  return wasRefused && item.kind !== 'sale.refunded';
}

/**
 * Says what the backend did not accept once more, because what stood in its way is gone: a new line
 * with the same body, and the item is settled by it. Each kind is booked once however often it is
 * told. Gives the number of the new line. Refused with NOT_FOUND when nothing of that number waits
 * to be said again.
 */
export function retryItem(
  core: Core,
  seq: number,
  operatorId: string,
): Result<{ readonly retriedAsSeq: number }> {
  const { db } = core.journal;
  const item = db
    .prepare<[number], { kind: string; status: string }>(
      'SELECT kind, status FROM attention WHERE seq = ?',
    )
    .get(seq);
  const [line] = core.journal.linesAfter(seq - 1, 1);
  if (item === undefined || line === undefined || !isRetriable(item)) return refuse('NOT_FOUND');
  const written = core.journal.write({ atMs: core.clock.nowMs() }, (writing) => {
    writing.db.prepare('DELETE FROM attention WHERE seq = ?').run(seq);
    const retriedAsSeq = writing.append(line.kind, journalBodies[line.kind].parse(line.body));
    const settled = { lineSeq: seq, reason: null, retriedAsSeq, operatorId };
    writing.append('attention.resolved', settled);
    return { retriedAsSeq };
  });
  if (written.ok) core.events.syncMoved();
  return written;
}
