import { ok, refuse, type Result } from '#domain/result.ts';
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
