import { verify } from 'node:crypto';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { JournalLine, LineAnswer } from '#protocol/journal.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import type { Core } from '../core.ts';
import { undoRefund } from '../sale/refund-store.ts';

const LINES_PER_BATCH = 500;
/** A batch is also this much text at most: a slow link brings at least one of them in time. */
const BATCH_BYTES = 256 * 1024;

/** Number, kind, instant and hashes of a line. */
const LINE_FRAME_BYTES = 220;

type Pushed = RouteAnswer<'journal.push'>;

/**
 * Sends the journal's tail beyond the acknowledged number, in batches, each with one signature over
 * its head (architecture §8). Sending a batch again changes nothing: its lines are known by number
 * and hash.
 */
export async function pushJournal(core: Core): Promise<Result<{ pushed: number }>> {
  let pushed = 0;
  for (;;) {
    const fromSeq = core.journal.facts.get('acknowledged')?.seq ?? 0;
    const lines = fitting(core.journal.linesAfter(fromSeq, LINES_PER_BATCH));
    if (lines.length === 0) return ok({ pushed });
    const answer = await pushBatch(core, lines);
    if (!answer.ok) return answer;
    const reached = core.journal.facts.get('acknowledged')?.seq ?? 0;
    if (reached <= fromSeq) return refuse('INTERNAL', { reason: 'push-without-progress' });
    pushed += reached - fromSeq;
  }
}

/** The first lines that fit into a batch; at least one. */
function fitting(lines: readonly JournalLine[]): readonly JournalLine[] {
  let bytes = 0;
  const end = lines.findIndex((line, index) => {
    bytes += JSON.stringify(line.body).length + LINE_FRAME_BYTES;
    return index > 0 && bytes > BATCH_BYTES;
  });
  return end === -1 ? lines : lines.slice(0, end);
}

async function pushBatch(core: Core, lines: readonly JournalLine[]): Promise<Result<null>> {
  const last = lines.at(-1);
  if (last === undefined) return ok(null);
  const signature = await core.vault.sign(last.hash);
  const answer = await core.link.call('journal.push', { lines: [...lines], signature });
  if (!answer.ok) {
    noteTries(core, lines, answer.code);
    return answer;
  }
  return takeAnswer(core, lines, answer.value);
}

function takeAnswer(core: Core, lines: readonly JournalLine[], answer: Pushed): Result<null> {
  const conflict = answer.answers.find(
    ({ status, code }) => status === 'conflict' && code?.startsWith('JOURNAL_') === true,
  );
  if (conflict?.code === 'JOURNAL_GAP') return behind(core, lines);
  if (conflict !== undefined) return forked(core, lines, conflict);
  const { acknowledgedSeq: seq, acknowledgedHash: hash, keyId, coSignature } = answer;
  if (core.journal.lineHashAt(seq) !== hash) return forked(core, lines, null);
  const pinned = core.backendKeys.find((candidate) => candidate.keyId === keyId);
  const signed =
    pinned !== undefined &&
    verify(null, Buffer.from(hash, 'utf8'), pinned.key, Buffer.from(coSignature, 'base64'));
  if (!signed) {
    noteTries(core, lines, 'INTERNAL');
    return refuse('INTERNAL', { reason: 'co-signature' });
  }
  const byNumber = new Map(lines.map((line) => [line.seq, line]));
  const written = core.journal.write({ atMs: core.clock.nowMs() }, ({ db, facts }) => {
    facts.set('acknowledged', { seq, hash });
    facts.set('coSignature', { seq, hash, keyId, signature: coSignature });
    db.prepare('DELETE FROM push_try WHERE seq <= ?').run(seq);
    const put = db.prepare('INSERT INTO attention VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
    for (const item of answer.answers) {
      const line = byNumber.get(item.seq);
      if (line === undefined || !needsPerson(item)) continue;
      put.run(line.seq, line.kind, line.atMs, item.status, item.code);
      if (line.kind === 'sale.refunded' && item.status === 'refused') undoRefund(db, line.seq);
    }
    return null;
  });
  core.events.emit('sale:changed', {});
  core.events.syncMoved();
  return written;
}

/**
 * The backend has less of our journal than we thought: it was restored, or is another one. Where it
 * stands is asked anew, and everything from there on goes out again.
 */
function behind(core: Core, lines: readonly JournalLine[]): Result<never> {
  noteTries(core, lines, 'JOURNAL_GAP');
  core.link.forgetSession();
  return refuse('JOURNAL_GAP', { seq: lines[0]?.seq ?? 0 });
}

function needsPerson({ status }: LineAnswer): boolean {
  return status === 'refused' || status === 'conflict';
}

/**
 * Backend and journal contradict each other: this journal is a copy, or the other one is. Nothing
 * heals that here.
 */
export function forked(
  core: Core,
  lines: readonly JournalLine[],
  conflict: LineAnswer | null,
): Result<never> {
  noteTries(core, lines, 'JOURNAL_FORKED');
  core.journal.write({ atMs: core.clock.nowMs() }, ({ facts }) => facts.set('forked', true));
  return refuse('JOURNAL_FORKED', { seq: conflict?.seq ?? lines[0]?.seq ?? 0 });
}

function noteTries(core: Core, lines: readonly JournalLine[], code: string): void {
  core.journal.write({ atMs: core.clock.nowMs() }, ({ db }) => {
    const put = db.prepare(
      `INSERT INTO push_try VALUES (?, 1, ?)
       ON CONFLICT (seq) DO UPDATE SET tries = tries + 1, last_error_code = excluded.last_error_code`,
    );
    for (const line of lines) put.run(line.seq, code);
  });
  core.events.syncMoved();
}
