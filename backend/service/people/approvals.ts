import { auditEntry } from '#domain/audit/audit-entry.ts';
import type { AuditEvent } from '#domain/audit/audit-event.ts';
import { canonicalText, type Json } from '#domain/journal/chain.ts';
import {
  APPROVAL_TERM_MS,
  decideApproval,
  isGiven,
  isOver,
  type Approval,
} from '#domain/approval/approval.ts';
import { may, type Right } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { secondPerson } from '../access/second-person.ts';
import { doerOf } from '../audit/doer.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { pageAnswer } from '../office/page.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { PeopleChange } from './changes/people-change.ts';

export type JsonChange = Readonly<Record<string, Json>> | null;

/** What a use case needs a second person for. */
export interface NeedsSecond {
  readonly event: AuditEvent;
  readonly right: Right;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** What would change, without secrets: another wish about the same subject is asked anew. */
  readonly before: JsonChange;
  readonly after: JsonChange;
  /** What else must be the same when it is repeated, a secret among it: shown to nobody. */
  readonly unseen?: Json;
}

/**
 * The change to be written together with what a second person has let happen (row N-12). Until he
 * has, SECOND_APPROVER_REQUIRED, and the question waits for him; whoever asked repeats his command
 * afterwards. A question that was refused or has waited too long is put anew.
 */
export async function approvedBySecond(
  service: Service,
  needed: NeedsSecond,
  caller: Caller,
): Promise<Answer<PeopleChange>> {
  const { stores, clock, digests } = service;
  const { unseen, ...shown } = needed;
  const { event, subjectId, before, after } = shown;
  const hidden = unseen === undefined ? {} : { unseen };
  const digest = digests.sha256(canonicalText({ before, after, ...hidden }));
  const { userId } = personOf(caller);
  return service.locks.run(`approval ${event} ${subjectId}`, async () => {
    const nowMs = clock.nowMs();
    const latest = await stores.people.latestApproval({ event, subjectId });
    if (latest !== null && latest.askedBy === userId && isGiven(latest, digest, nowMs)) {
      return ok({ kind: 'approval.use', approvalId: latest.approvalId } as const);
    }
    const waits = latest?.state === 'waiting' && !isOver(latest, nowMs);
    if (latest !== null && waits && latest.digest === digest) {
      return refuse('SECOND_APPROVER_REQUIRED', { approvalId: latest.approvalId });
    }
    return ask(service, { ...shown, digest }, caller);
  });
}

async function ask(
  { stores, clock, ids }: Service,
  { digest, ...needed }: Omit<NeedsSecond, 'unseen'> & { readonly digest: string },
  caller: Caller,
): Promise<Answer<never>> {
  const approvalId = ids.uuid();
  const { userId } = personOf(caller);
  const { event, subjectKind, subjectId } = needed;
  const atMs = clock.nowMs();
  const approval: Approval = {
    approvalId,
    ...needed,
    digest,
    askedBy: userId,
    askedAtMs: atMs,
    expiresAtMs: atMs + APPROVAL_TERM_MS,
    state: 'waiting',
    decidedBy: null,
    decidedAtMs: null,
    reason: null,
  };
  const audit = auditEntry(doerOf(caller), {
    event: 'approval.ask',
    subjectKind,
    subjectId,
    after: { approvalId, event },
  });
  await stores.people.commit({ atMs, audit, changes: [{ kind: 'approval.add', approval }] });
  return refuse('SECOND_APPROVER_REQUIRED', { approvalId });
}

const WAITING_MAX = 500;

/** What waits and this person may decide, and what he asked for himself and may do by now. */
export async function listApprovals(
  { stores, clock }: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'approval.list'>>> {
  const nowMs = clock.nowMs();
  const person = personOf(caller);
  const waiting = await stores.people.waitingApprovals({
    userId: person.userId,
    nowMs,
    limit: WAITING_MAX,
  });
  const seen = waiting.filter(({ right }) => may(person, right));
  const rows = [];
  for (const approval of seen) rows.push(await told(stores.people, approval, person.userId));
  return pageAnswer({ rows, nextCursor: null }, nowMs);
}

async function told(people: Service['stores']['people'], approval: Approval, userId: string) {
  const { approvalId, event, right, subjectKind, subjectId, askedBy, askedAtMs } = approval;
  const { expiresAtMs, before, after } = approval;
  const nameOf = async (of: string) => (await people.accountById(of))?.displayName ?? null;
  const subjectName = subjectKind === 'account' ? await nameOf(subjectId) : null;
  const askedByName = (await nameOf(askedBy)) ?? askedBy;
  const own = askedBy === userId;
  const state = approval.state === 'given' ? ('given' as const) : ('waiting' as const);
  const asked = { askedBy, askedByName, askedAtMs, expiresAtMs, own, state };
  const subject = { subjectKind, subjectId, subjectName, before, after };
  return { approvalId, event, right, ...subject, ...asked };
}

/** Lets happen what another person asked for. */
export function giveApproval(
  service: Service,
  { commandId, approvalId }: RouteInput<'approval.give'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'approval.give'>>> {
  return decide(service, { commandId, approvalId, refusal: null }, caller);
}

/** Says why it shall not happen; whoever asked takes it back by the same way. */
export function refuseApproval(
  service: Service,
  { commandId, approvalId, reason }: RouteInput<'approval.refuse'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'approval.refuse'>>> {
  return decide(service, { commandId, approvalId, refusal: reason }, caller);
}

interface Deciding {
  readonly commandId: string;
  readonly approvalId: string;
  readonly refusal: string | null;
}

function decide(
  service: Service,
  { commandId, ...asked }: Deciding,
  caller: Caller,
): Promise<Answer<{ done: true }>> {
  return once(
    service,
    {
      command: asked.refusal === null ? 'approval.give' : 'approval.refuse',
      commandId,
      caller,
      asked,
      parse: parseDone,
    },
    async (keep) => {
      const { people } = service.stores;
      const person = personOf(caller);
      const approval = await people.approvalById(asked.approvalId);
      if (approval === null) return refuse('NOT_FOUND');
      if (!may(person, approval.right)) return refuse('FORBIDDEN', { right: approval.right });
      const by = await secondPerson(service, person.userId, approval.askedBy);
      const decided = decideApproval(approval, { ...by, refusal: asked.refusal });
      if (!decided.ok) return decided;
      const { approvalId, event, subjectKind, subjectId, state, reason } = decided.value;
      const outcome = await people.commit({
        atMs: by.atMs,
        audit: auditEntry(doerOf(caller), {
          event: state === 'given' ? 'approval.give' : 'approval.refuse',
          subjectKind,
          subjectId,
          before: { state: approval.state },
          after: { approvalId, event, state, reason },
        }),
        changes: [{ kind: 'approval.decide', approval: decided.value }, keep({ done: true })],
      });
      return outcome === 'done' ? ok({ done: true }) : refuse('APPROVAL_OVER', { approvalId });
    },
  );
}
