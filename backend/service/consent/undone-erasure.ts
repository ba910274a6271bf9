// A request to be forgotten that comes to nothing: its person takes it back, or staff
// decline it where the law or open accounts forbid it. Whatever a second person has let happen for
// it, or was asked to, lapses with it: nobody is erased by an approval that outlived its request.

import { decideApproval } from '#domain/approval/approval.ts';
import { auditEntry } from '#domain/audit/audit-entry.ts';
import { usualTarget } from '#domain/message/notice-choice.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { DONE, parseDone } from '../authority/done.ts';
import { once, type Keep } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { letterTo } from '../password-recovery/letter.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import { untilWritten } from '../people/until-written.ts';
import type { Service } from '../service.ts';
import { openRequestAt } from './erasure-standing.ts';

type Done = typeof DONE;

/** Why an approval lapsed with its request: a code that screens have words for. */
const LAPSED = 'lapsed';

/**
 * A person takes his own request back.
 * @returns `NOT_FOUND` where nothing is asked for: it was never, or is done or declined by now;
 *   `CHANGED_MEANWHILE` as `untilWritten`
 */
export function takeBackErasure(
  service: Service,
  { commandId }: RouteInput<'account.erase-take-back'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'account.erase-take-back'>>> {
  const command = 'account.erase-take-back';
  const changing = { command, commandId, caller, asked: {}, parse: parseDone } as const;
  const takenBack = async (keep: Keep<Done>) => {
    const { userId } = personOf(caller);
    const asked = await openRequest(service, userId);
    if (asked === null) return refuse('NOT_FOUND');
    const written = await service.stores.people.commit({
      atMs: service.clock.nowMs(),
      audit: auditEntry(doerOf(caller), {
        event: 'account.erase-take-back',
        subjectKind: 'account',
        subjectId: userId,
        before: asked,
        after: { request: 'taken-back' },
      }),
      changes: [
        { kind: 'erasure.take-back', userId },
        ...(await lapsed(service, userId, userId)),
        keep(DONE),
      ],
    });
    // A second person decides in this moment, or the request was done.
    return written === 'done' ? ok(DONE) : ('stale' as const);
  };
  return once(service, changing, (keep) => untilWritten(() => takenBack(keep)));
}

/**
 * Declines a request with its reason, which goes to the person by letter and stands beside his
 * documents; he may ask anew.
 * @returns `NOT_FOUND` where nothing is asked for; `CHANGED_MEANWHILE` as `untilWritten`
 */
export function declineErasure(
  service: Service,
  { commandId, ...asked }: RouteInput<'account.erase-decline'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'account.erase-decline'>>> {
  const command = 'account.erase-decline';
  const changing = { command, commandId, caller, asked, parse: parseDone } as const;
  const declined = async (keep: Keep<Done>) => {
    const { userId, reason } = asked;
    const by = personOf(caller).userId;
    const request = await openRequest(service, userId);
    if (request === null) return refuse('NOT_FOUND');
    const written = await service.stores.people.commit({
      atMs: service.clock.nowMs(),
      audit: auditEntry(doerOf(caller), {
        event: 'account.erase-decline',
        subjectKind: 'account',
        subjectId: userId,
        before: request,
        after: { request: 'declined', reason },
      }),
      changes: [
        { kind: 'erasure.decline', userId, reason },
        ...(await lapsed(service, userId, by)),
        ...(await letter(service, userId, reason)),
        keep(DONE),
      ],
    });
    return written === 'done' ? ok(DONE) : ('stale' as const);
  };
  return once(service, changing, (keep) => untilWritten(() => declined(keep)));
}

/** A request that is neither done nor declined, as the trail tells of it; null for none. */
async function openRequest({ stores }: Service, userId: string) {
  const askedAtMs = await openRequestAt({ stores }, userId);
  return askedAtMs === null ? null : { request: 'asked', askedAtMs };
}

/** The end of what waits for a second person about this erasure, or was let happen already. */
async function lapsed(
  { stores, clock }: Service,
  subjectId: string,
  by: string,
): Promise<readonly PeopleChange[]> {
  const approval = await stores.people.latestApproval({ event: 'account.erase', subjectId });
  if (approval === null) return [];
  const { approvalId, state } = approval;
  if (state === 'given') return [{ kind: 'approval.use', approvalId }];
  // A refusal asks for no second person.
  const decider = { userId: by, atMs: clock.nowMs(), linkedAtMs: null };
  const refused = decideApproval(approval, { ...decider, refusal: LAPSED });
  return refused.ok ? [{ kind: 'approval.decide', approval: refused.value }] : [];
}

/** Tells the person, whatever he has chosen to hear; at his desktop where he has no contact. */
async function letter(
  service: Service,
  userId: string,
  reason: string,
): Promise<readonly PeopleChange[]> {
  const { people, programmes } = service.stores;
  const account = await people.accountById(userId);
  const programmeId = account?.programmeId ?? null;
  const programme = programmeId === null ? null : await programmes.programme(programmeId);
  if (account === null || programme === null) return [];
  const { profile } = programme;
  const to = usualTarget(account);
  const params = { reason };
  return [letterTo(service, { profile, account, to, template: 'erasure-declined', params })];
}
