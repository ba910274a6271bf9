import { maskContact } from '#domain/client/contact-mask.ts';
import { feedbackWords } from '#domain/feedback/feedback.ts';
import { refuse, type Result } from '#domain/result.ts';
import type { Language } from '#domain/text/language.ts';
import type { BridgeInput } from '#protocol/bridge.ts';
import type { FeedbackHere } from '#protocol/bridge/outside.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import type { Core } from '../core.ts';
import { askPastRobotCheck } from '../session/robot-proof.ts';

// What people write at this workstation, until the network has taken it (row N-26). It stands in
// the journal's file, which is never replaced and synced with each change, though it is no line of
// the account.

/** Whoever writes without the link fills no disk. */
const WAITING_MAX = 100;
/** So long somebody may come back for the number; after that nothing of it is kept here. */
const SHOWN_MS = 30 * 24 * 3_600_000;
const SHOWN_MAX = 20;

interface WaitingRow {
  readonly commandId: string;
  readonly programmeId: string | null;
  readonly contact: string;
  readonly text: string;
  readonly language: Language;
  readonly writtenAtMs: number;
}

const SHOWN = `SELECT feedback_id AS feedbackId, programme_id AS programmeId,
    contact_masked AS contactMasked, written_at_ms AS writtenAtMs, number,
    refused_code AS refusedCode
  FROM feedback`;

/**
 * Keeps it for good; the same id again changes nothing.
 * @returns `CONTACT_REQUIRED`, `MESSAGE_EMPTY`, `FIELD_INVALID` {field}; `FEEDBACK_QUEUE_FULL`
 *   {count}, `DISK_FULL`
 */
export function writeFeedback(
  { journal, clock }: Core,
  { commandId, programmeId, language, ...typed }: BridgeInput<'feedback:send'>,
): Result<null> {
  const words = feedbackWords(typed);
  if (!words.ok) return words;
  const { contact, text } = words.value;
  const waiting = journal.db
    .prepare<[string], { n: number }>(
      'SELECT count(*) AS n FROM feedback WHERE ended_at_ms IS NULL AND feedback_id <> ?',
    )
    .get(commandId);
  const count = waiting?.n ?? 0;
  if (count >= WAITING_MAX) return refuse('FEEDBACK_QUEUE_FULL', { count });
  const atMs = clock.nowMs();
  return journal.write({ atMs }, ({ db }) => {
    db.prepare('DELETE FROM feedback WHERE ended_at_ms < ?').run(atMs - SHOWN_MS);
    db.prepare(
      `INSERT INTO feedback (feedback_id, programme_id, contact, body, contact_masked, language,
         written_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ).run(commandId, programmeId, contact, text, maskContact(contact), language, atMs);
    return null;
  });
}

/** One of them; null for an id that was never written here. */
export function feedbackHere({ journal }: Core, feedbackId: string): FeedbackHere | null {
  const row = journal.db
    .prepare<[string], FeedbackHere>(`${SHOWN} WHERE feedback_id = ?`)
    .get(feedbackId);
  return row ?? null;
}

/** What waits, all of it, and what ended of late; the newest first. */
export function feedbackOfDesk({ journal, clock }: Core): FeedbackHere[] {
  const waiting = journal.db
    .prepare<[], FeedbackHere>(`${SHOWN} WHERE ended_at_ms IS NULL ORDER BY written_at_ms DESC`)
    .all();
  const ended = journal.db
    .prepare<[number, number], FeedbackHere>(
      `${SHOWN} WHERE ended_at_ms >= ? ORDER BY written_at_ms DESC LIMIT ?`,
    )
    .all(clock.nowMs() - SHOWN_MS, SHOWN_MAX);
  return [...waiting, ...ended];
}

/** Asked again the same would be refused again. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'CONTACT_REQUIRED',
  'MESSAGE_EMPTY',
  'FIELD_INVALID',
  'PROGRAMME_NOT_FOUND',
  'COMMAND_ID_REUSED',
]);

/**
 * Sends what waits, the oldest first, each under the id it was written with: it counts once,
 * however often it is sent. What a backend does not know or take yet waits for the next round.
 */
export async function tellFeedback(core: Core): Promise<void> {
  const rows = core.journal.db
    .prepare<[], WaitingRow>(
      `SELECT feedback_id AS commandId, programme_id AS programmeId, contact, body AS text,
         language, written_at_ms AS writtenAtMs
       FROM feedback WHERE ended_at_ms IS NULL ORDER BY written_at_ms, feedback_id`,
    )
    .all();
  const { workstationId } = core.identity;
  for (const row of rows) {
    const answer = await askPastRobotCheck(core, 'feedback.send', { ...row, workstationId });
    if (!answer.ok && !FOR_GOOD.has(answer.code)) return;
    end(core, row.commandId, answer);
  }
}

/** Whoever comes to this desk next has no use for a stranger's words: they go. */
function end(
  { journal, clock, events }: Core,
  feedbackId: string,
  answer: Result<RouteAnswer<'feedback.send'>>,
): void {
  const atMs = clock.nowMs();
  const number = answer.ok ? answer.value.number : null;
  const refusedCode = answer.ok ? null : answer.code;
  journal.write({ atMs }, ({ db }) => {
    db.prepare(
      `UPDATE feedback SET number = ?, refused_code = ?, ended_at_ms = ?, contact = NULL,
         body = NULL
       WHERE feedback_id = ?`,
    ).run(number, refusedCode, atMs, feedbackId);
  });
  events.syncMoved();
}
