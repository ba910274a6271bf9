import { auditEntry } from '#domain/audit/audit-entry.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { DONE, parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { noticeDoorOf, noticesTo, type MessageAdd } from '../message/notice.ts';
import type { Answer } from '../outcome.ts';
import { approvedBySecond } from '../people/approvals.ts';
import type { Account } from '../people/people-rows.ts';
import { ownProgramme } from '../programme/own-programme.ts';
import type { Service } from '../service.ts';
import { erasureStanding } from './erasure-standing.ts';

/** A person asks to be forgotten; staff see it and do it. Asking again keeps the first request. */
export function askErasure(
  service: Service,
  { commandId }: RouteInput<'account.erase-request'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'account.erase-request'>>> {
  return once(
    service,
    { command: 'account.erase-request', commandId, caller, asked: {}, parse: parseDone },
    async (keep) => {
      const { stores, clock } = service;
      const { userId } = personOf(caller);
      const account = await stores.people.accountById(userId);
      // The network's own people are known for as long as their employer needs them to be.
      if (account === null || account.programmeId === null) return refuse('PROGRAMME_NOT_FOUND');
      const askedAtMs = clock.nowMs();
      const request = { userId, programmeId: account.programmeId, askedAtMs };
      const before = await stores.programmes.erasureOf(userId);
      const isNew = before === null || before.declinedAtMs !== null;
      const told = isNew ? await askedNotices(service, account) : [];
      const written = await stores.people.commit({
        atMs: askedAtMs,
        audit: auditEntry(doerOf(caller), {
          event: 'account.erase-request',
          subjectKind: 'account',
          subjectId: userId,
        }),
        changes: [{ kind: 'erasure.ask', request }, ...told, keep(DONE)],
      });
      return written === 'done' ? ok(DONE) : refuse('CHANGED_MEANWHILE');
    },
  );
}

/** Tells the owner: it may have been somebody at a session that he left open (row R-27). */
async function askedNotices(service: Service, account: Account): Promise<readonly MessageAdd[]> {
  const door = await noticeDoorOf(service, account);
  const params = { login: account.login, atMs: service.clock.nowMs() };
  return noticesTo(service, { door, account, template: 'erasure-asked', params });
}

/** Who asked to be forgotten and is still known, the oldest request first. */
export async function listErasures({
  stores,
  clock,
}: Service): Promise<Answer<RouteAnswer<'account.erasures'>>> {
  const rows = [];
  for (const request of await stores.programmes.erasureRequests()) {
    const { userId, askedAtMs } = request;
    const account = await stores.people.accountById(userId);
    const programme = (await ownProgramme({ stores }, userId))?.names ?? null;
    rows.push({ userId, displayName: account?.displayName ?? '-', programme, askedAtMs });
  }
  return ok({ rows, nextCursor: null, asOfMs: clock.nowMs() });
}

/**
 * Forgets a person: his name, login, addresses, passwords, preferences, sessions and what was
 * written to him go. What the ledger and the law need stays: his id, his operations, the audit
 * trail, and that he accepted which document when. Nothing of it is taken back, so a second person
 * lets it happen first, and reads how the request stands by then: on paper it needs none here, but
 * one that was taken back or declined is said to him.
 * @returns `SECOND_APPROVER_REQUIRED` {approvalId}, `NOT_FOUND` for somebody who is no programme's
 *   person or is forgotten already, `ACCOUNT_CHANGED` when the account was changed meanwhile
 */
export function eraseAccount(
  service: Service,
  { commandId, ...asked }: RouteInput<'account.erase'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'account.erase'>>> {
  return once(
    service,
    { command: 'account.erase', commandId, caller, asked, parse: parseDone },
    async (keep) => {
      const { stores, clock } = service;
      const { userId, reason } = asked;
      const account = await stores.people.accountById(userId);
      if (account === null || account.programmeId === null || account.state === 'erased') {
        return refuse('NOT_FOUND');
      }
      const { revision, role, programmeId, state } = account;
      const standing = await erasureStanding(service, userId);
      const after = { ...standing, state: 'erased', reason };
      const wanted = { event: 'account.erase', subjectKind: 'account', subjectId: userId } as const;
      const needed = {
        ...wanted,
        right: 'account.recover',
        before: { ...standing, state },
        after,
      } as const;
      const approved = await approvedBySecond(service, needed, caller);
      if (!approved.ok) return approved;
      const passwordHash = await service.nobodysHash();
      const written = await stores.people.commit({
        atMs: clock.nowMs(),
        audit: auditEntry(doerOf(caller), {
          ...wanted,
          before: { ...standing, state, role, programmeId },
          after: { ...after, role, programmeId },
        }),
        changes: [
          approved.value,
          { kind: 'account.erase', userId, revision, passwordHash },
          keep(DONE),
        ],
      });
      return written === 'done' ? ok(DONE) : refuse('ACCOUNT_CHANGED');
    },
  );
}
