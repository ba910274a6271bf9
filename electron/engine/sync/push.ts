import { ok, refuse, type Result } from '#domain/result.ts';
import { pushText, type LineAnswer, type LineHead } from '#protocol/journal.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import type { Core } from '../core.ts';
import { isSignedBy } from '../pinned-keys.ts';
import { WrittenInput } from '../ports.ts';
import { undoRefund } from '../sale/refund-store.ts';

/** More lines of one request no backend takes. */
const LINES_PER_BATCH = 1_000;
/** A batch is also this much text at most: a slow link brings at least one of them in time. */
const BATCH_BYTES = 256 * 1024;
/** Where a batch was answered so soon, the link carries more of them at once. */
const QUICK_MS = 2_000;
const QUICK_BATCH_BYTES = 1024 * 1024;
const QUICK_BATCHES_ON_WAY = 2;

type Pushed = RouteAnswer<'journal.push'>;

/** Lines that are on their way, and what comes of them. */
interface Batch {
  readonly lines: readonly LineHead[];
  /** The lines before them were on their way as well. */
  readonly isAhead: boolean;
  readonly sentAtMs: number;
  readonly answered: Promise<Result<Pushed>>;
}

/**
 * Sends the journal's tail beyond the acknowledged number, in batches, each with one signature over
 * its head (architecture §8). On a quick link the next batch travels while the backend decides the
 * one before. Sending a batch again changes nothing: its lines are known by number and hash. Lines
 * that are written meanwhile go out the next time: at a busy desk there would be no end of them.
 * @throws VaultRefusal when the key cannot be had, once nothing is on its way any more
 */
export async function pushJournal(core: Core): Promise<Result<{ pushed: number }>> {
  const onWay: Batch[] = [];
  try {
    return await pushAll(core, onWay);
  } finally {
    // Nobody asks for these answers: what they tell is told again when the lines are sent again.
    await allAnswered(onWay);
  }
}

async function pushAll(core: Core, onWay: Batch[]): Promise<Result<{ pushed: number }>> {
  const fromSeq = acknowledgedSeq(core);
  const throughSeq = core.journal.head().seq;
  let quick = false;
  for (;;) {
    await fill(core, onWay, { quick, throughSeq });
    const first = onWay.shift();
    if (first === undefined) return ok({ pushed: acknowledgedSeq(core) - fromSeq });
    const answer = await first.answered;
    const isLost = answer.ok && first.isAhead && meetsGap(answer.value);
    const taken = isLost ? ok(null) : takeBatch(core, first, answer);
    if (!taken.ok) return taken;
    if (isLost) {
      // What came before the lines that it follows is worth nothing, and is sent again.
      await allAnswered(onWay);
      onWay.length = 0;
    }
    quick = !isLost && core.machineClock.monotonicMs() - first.sentAtMs < QUICK_MS;
  }
}

async function allAnswered(onWay: readonly Batch[]): Promise<void> {
  await Promise.allSettled(onWay.map(({ answered }) => answered));
}

function acknowledgedSeq({ journal }: Core): number {
  return journal.facts.get('acknowledged')?.seq ?? 0;
}

interface Pace {
  readonly quick: boolean;
  /** The journal's head when this push began. */
  readonly throughSeq: number;
}

/** As many batches on their way as the link carries, as far as there are lines. */
async function fill(core: Core, onWay: Batch[], { quick, throughSeq }: Pace): Promise<void> {
  while (onWay.length < (quick ? QUICK_BATCHES_ON_WAY : 1)) {
    const sentSeq = onWay.at(-1)?.lines.at(-1)?.seq;
    const afterSeq = sentSeq ?? acknowledgedSeq(core);
    const maxBytes = quick ? QUICK_BATCH_BYTES : BATCH_BYTES;
    const batch = await send(core, { afterSeq, throughSeq, maxBytes });
    if (batch === null) return;
    onWay.push({ ...batch, isAhead: sentSeq !== undefined });
  }
}

interface Piece {
  readonly afterSeq: number;
  readonly throughSeq: number;
  readonly maxBytes: number;
}

/** Null when there are no lines. */
async function send(
  core: Core,
  { afterSeq, throughSeq, maxBytes }: Piece,
): Promise<Omit<Batch, 'isAhead'> | null> {
  const most = Math.max(0, Math.min(LINES_PER_BATCH, throughSeq - afterSeq));
  const lines = core.journal.textsAfter(afterSeq, most, maxBytes);
  const last = lines.at(-1);
  if (last === undefined) return null;
  const signature = await core.vault.sign(last.hash);
  const sentAtMs = core.machineClock.monotonicMs();
  const input = new WrittenInput(pushText(lines, signature));
  const answered = core.link.call('journal.push', input);
  // Whoever awaits it hears what it throws; meanwhile nobody may, and that ends a process.
  answered.catch(() => undefined);
  return { lines, sentAtMs, answered };
}

function meetsGap({ answers }: Pushed): boolean {
  return answers.some(({ code }) => code === 'JOURNAL_GAP');
}

function takeBatch(core: Core, { lines }: Batch, answer: Result<Pushed>): Result<null> {
  if (!answer.ok) {
    noteTries(core, lines, answer.code);
    return answer;
  }
  const taken = takeAnswer(core, lines, answer.value);
  const lastSeq = lines.at(-1)?.seq ?? 0;
  if (!taken.ok || acknowledgedSeq(core) >= lastSeq) return taken;
  return refuse('INTERNAL', { reason: 'push-without-progress' });
}

function takeAnswer(core: Core, lines: readonly LineHead[], answer: Pushed): Result<null> {
  const conflict = answer.answers.find(
    ({ status, code }) => status === 'conflict' && code?.startsWith('JOURNAL_') === true,
  );
  if (conflict?.code === 'JOURNAL_GAP') return behind(core, lines);
  if (conflict !== undefined) return forked(core, lines, conflict);
  const { acknowledgedSeq: seq, acknowledgedHash: hash, keyId, coSignature } = answer;
  if (core.journal.lineHashAt(seq) !== hash) return forked(core, lines, null);
  if (!isSignedBy(core.backendKeys, { keyId, signature: coSignature }, hash)) {
    noteTries(core, lines, 'INTERNAL');
    return refuse('INTERNAL', { reason: 'co-signature' });
  }
  const byNumber = new Map(lines.map((line) => [line.seq, line]));
  const written = core.journal.write({ atMs: core.clock.nowMs() }, ({ db, facts }) => {
    facts.set('acknowledged', { seq, hash });
    facts.set('coSignature', { seq, hash, keyId, signature: coSignature });
    const put = db.prepare(
      `INSERT INTO attention (seq, kind, at_ms, status, code, tries)
       VALUES (?, ?, ?, ?, ?, 1 + coalesce((SELECT tries FROM push_try WHERE seq = ?), 0))
       ON CONFLICT DO NOTHING`,
    );
    for (const item of answer.answers) {
      const line = byNumber.get(item.seq);
      if (line === undefined || !needsPerson(line, item)) continue;
      put.run(line.seq, line.kind, line.atMs, item.status, item.code, line.seq);
      if (line.kind === 'sale.refunded' && item.status === 'refused') undoRefund(db, line.seq);
    }
    db.prepare('DELETE FROM push_try WHERE seq <= ?').run(seq);
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
function behind(core: Core, lines: readonly LineHead[]): Result<never> {
  noteTries(core, lines, 'JOURNAL_GAP');
  core.link.forgetSession();
  return refuse('JOURNAL_GAP', { seq: lines[0]?.seq ?? 0 });
}

/**
 * What was not booked, and what was booked with a remark: other amounts than ours (C11). That
 * something is settled is only kept; an older backend keeps it without understanding how.
 */
function needsPerson({ kind }: LineHead, { status, code }: LineAnswer): boolean {
  if (kind === 'attention.resolved' && code === 'FIELD_INVALID') return false;
  return status === 'refused' || status === 'conflict' || code === 'LINE_DIFFERS';
}

/**
 * Backend and journal contradict each other: this journal is a copy, or the other one is. Nothing
 * heals that here.
 */
export function forked(
  core: Core,
  lines: readonly LineHead[],
  conflict: LineAnswer | null,
): Result<never> {
  noteTries(core, lines, 'JOURNAL_FORKED');
  core.journal.write({ atMs: core.clock.nowMs() }, ({ facts }) => facts.set('forked', true));
  return refuse('JOURNAL_FORKED', { seq: conflict?.seq ?? lines[0]?.seq ?? 0 });
}

function noteTries(core: Core, lines: readonly LineHead[], code: string): void {
  core.journal.write({ atMs: core.clock.nowMs() }, ({ db }) => {
    const put = db.prepare(
      `INSERT INTO push_try VALUES (?, 1, ?)
       ON CONFLICT (seq) DO UPDATE SET tries = tries + 1, last_error_code = excluded.last_error_code`,
    );
    for (const line of lines) put.run(line.seq, code);
  });
  core.events.syncMoved();
}
