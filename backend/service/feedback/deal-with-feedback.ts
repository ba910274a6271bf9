import { auditEntry } from '#domain/audit/audit-entry.ts';
import { maskContact } from '#domain/client/contact-mask.ts';
import { mayPass } from '#domain/feedback/feedback.ts';
import { may } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { FeedbackRecord } from '#protocol/records/feedback.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { pageAnswer, pageQuestion } from '../office/page.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { Feedback, NamedFeedback } from './feedback-rows.ts';

/** All of it, the newest first; nobody's contact whole: whoever needs one opens it (rule G5). */
export async function listFeedback(
  { stores, clock }: Service,
  input: RouteInput<'feedback.list'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'feedback.list'>>> {
  const { cursor, limit } = pageQuestion(input, caller);
  const { rows, nextCursor } = await stores.feedback.page({
    cursor,
    limit,
    state: input.state ?? null,
  });
  return pageAnswer({ rows: rows.map((row) => masked(recordOf(row))), nextCursor }, clock.nowMs());
}

/** One, with its contact for whoever may see personal data; that it was shown is told (G5). */
export async function getFeedback(
  { stores, clock }: Service,
  { feedbackId }: RouteInput<'feedback.get'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'feedback.get'>>> {
  const row = await stores.feedback.named(feedbackId);
  if (row === null) return refuse('NOT_FOUND');
  if (!may(personOf(caller), 'pii.view')) return ok(masked(recordOf(row)));
  const deed = { event: 'feedback.get', subjectKind: 'feedback', subjectId: feedbackId } as const;
  const audit = auditEntry(doerOf(caller), deed);
  await stores.people.commit({ atMs: clock.nowMs(), audit, changes: [] });
  return ok(recordOf(row));
}

function recordOf({
  workstationId: _at,
  answeredBy: _by,
  closedBy: _who,
  revision: _now,
  ...row
}: NamedFeedback): FeedbackRecord {
  return row;
}

function masked(row: FeedbackRecord): FeedbackRecord {
  return { ...row, contact: maskContact(row.contact) };
}

/**
 * Notes what was answered.
 * @returns `FEEDBACK_SETTLED` {state} where somebody was quicker
 */
export function answerFeedback(
  service: Service,
  { commandId, feedbackId, answer }: RouteInput<'feedback.answer'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'feedback.answer'>>> {
  const asked = { feedbackId, answer };
  const dealing = { command: 'feedback.answer', commandId, feedbackId, asked, caller } as const;
  return settle(service, dealing, (feedback, { userId: answeredBy, atMs: answeredAtMs }) => {
    return { ...feedback, state: 'answered', answer, answeredAtMs, answeredBy };
  });
}

/** Ends it, answered or not. */
export function closeFeedback(
  service: Service,
  { commandId, feedbackId }: RouteInput<'feedback.close'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'feedback.close'>>> {
  const asked = { feedbackId };
  const dealing = { command: 'feedback.close', commandId, feedbackId, asked, caller } as const;
  return settle(service, dealing, (feedback, { userId: closedBy, atMs: closedAtMs }) => {
    return { ...feedback, state: 'closed', closedAtMs, closedBy };
  });
}

interface Dealing {
  readonly command: 'feedback.answer' | 'feedback.close';
  readonly commandId: string;
  readonly feedbackId: string;
  readonly asked: Readonly<Record<string, string>>;
  readonly caller: Caller;
}

type Settled = Feedback & { readonly state: 'answered' | 'closed' };

function settle(
  service: Service,
  { command, commandId, feedbackId, asked, caller }: Dealing,
  become: (feedback: Feedback, by: { userId: string; atMs: number }) => Settled,
): Promise<Answer<{ done: true }>> {
  return once(service, { command, commandId, caller, asked, parse: parseDone }, async (keep) => {
    const { stores, clock } = service;
    const { userId } = personOf(caller);
    const before = await stores.feedback.feedback(feedbackId);
    if (before === null) return refuse('NOT_FOUND');
    const atMs = clock.nowMs();
    const after = become(before, { userId, atMs });
    const allowed = mayPass(before.state, after.state);
    if (!allowed.ok) return allowed;
    const { number, state } = after;
    const written = await stores.people.commit({
      atMs,
      audit: auditEntry(doerOf(caller), {
        event: state === 'answered' ? 'feedback.answer' : 'feedback.close',
        subjectKind: 'feedback',
        subjectId: feedbackId,
        before: { state: before.state },
        after: { number, state },
      }),
      changes: [{ kind: 'feedback.put', feedback: after }, keep({ done: true })],
    });
    // Somebody dealt with it in the same moment.
    return written === 'done' ? ok({ done: true } as const) : refuse('CHANGED_MEANWHILE');
  });
}
