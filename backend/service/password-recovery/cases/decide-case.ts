import { auditEntry, type Doer } from '#domain/audit/audit-entry.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { decideCase as judge, type DecidedCase } from '#domain/password-recovery/recovery-case.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../../access/need.ts';
import { doerOf } from '../../audit/doer.ts';
import { parseDone } from '../../authority/done.ts';
import { once, type Keep } from '../../authority/first-answer.ts';
import type { Caller } from '../../caller.ts';
import type { Answer } from '../../outcome.ts';
import type { PasswordCase } from '../../people/access-rows.ts';
import type { PeopleChange } from '../../people/changes/people-change.ts';
import type { Account } from '../../people/people-rows.ts';
import { secondPerson } from '../../access/second-person.ts';
import { untilWritten } from '../../people/until-written.ts';
import type { Service } from '../../service.ts';
import { confirmedChanges } from '../let-in.ts';
import { candidatesOf } from './list-cases.ts';
import { letterTo } from '../letter.ts';
import { returning } from '../programme-door.ts';

type Done = Answer<RouteAnswer<'recovery-case.decide'>>;
/** Stale when somebody decided it, or changed the account, in the same moment. */
type Written = Done | 'stale';

/**
 * Somebody of the network confirms or rejects a case (rows N-12, O-06, O-09, O-10). Of a lost
 * mailbox it is a second person, and the link goes to the new address.
 * @returns `CASE_DECIDED` {state}, `SECOND_APPROVER_REQUIRED`, `FIELD_REQUIRED` {field: 'reason' |
 *   'userId'}, `FIELD_INVALID` {field: 'userId'}, a refusal of `returning`, `CHANGED_MEANWHILE`,
 *   `NOT_FOUND`
 */
export function decideCase(
  service: Service,
  { commandId, ...asked }: RouteInput<'recovery-case.decide'>,
  caller: Caller,
): Promise<Done> {
  const { caseId, confirmed, reason = null, userId = null } = asked;
  const changing = {
    command: 'recovery-case.decide',
    commandId,
    caller,
    asked: { caseId, confirmed, reason, userId },
    parse: parseDone,
  } as const;
  return once(service, changing, async (keep) => {
    const by = doerOf(caller);
    return untilWritten(async () => {
      const found = await service.stores.access.passwordCase(caseId);
      if (found === null) return refuse('NOT_FOUND');
      const second = await secondPerson(service, personOf(caller).userId, found.openedBy);
      const decided = judge(found, { by: second, confirmed, reason, userId });
      if (!decided.ok) return decided;
      return confirmed
        ? confirm(service, found, { ...decided.value, by, keep })
        : reject(service, found, { ...decided.value, by, reason, keep });
    });
  });
}

interface Decided extends DecidedCase {
  readonly by: Doer;
  readonly reason?: string | null;
  readonly keep: Keep<RouteAnswer<'recovery-case.decide'>>;
}

async function confirm(service: Service, found: PasswordCase, decided: Decided): Promise<Written> {
  const { people, programmes } = service.stores;
  const programme = await programmes.programme(found.programmeId);
  const account = decided.userId === null ? null : await people.accountById(decided.userId);
  if (programme === null || account === null) return refuse('NOT_FOUND');
  if (found.userId === null) {
    const candidates = await candidatesOf(service, found);
    const meant = candidates.some(({ userId }) => userId === account.userId);
    if (!meant) return refuse('FIELD_INVALID', { field: 'userId' });
  }
  const returns = await returning(service, account);
  if (!returns.ok) return returns;
  const { profile } = programme;
  const sent = await confirmedChanges(service, { profile, account, case: found });
  return write(service, found, { decided, sent });
}

async function reject(service: Service, found: PasswordCase, decided: Decided): Promise<Written> {
  const { people, programmes } = service.stores;
  const programme = await programmes.programme(found.programmeId);
  const account = found.userId === null ? null : await people.accountById(found.userId);
  const told =
    programme === null || account === null
      ? []
      : rejection(service, { profile: programme.profile, account }, decided.reason ?? '');
  return write(service, found, { decided, sent: told });
}

/** Tells the person to come himself (row O-09), where there is a mailbox to tell it to. */
function rejection(
  service: Service,
  { profile, account }: { readonly profile: ProgrammeProfile; readonly account: Account },
  reason: string,
): readonly PeopleChange[] {
  if (account.email === null) return [];
  const to = { channel: 'email', to: account.email } as const;
  const told = { profile, account, to, template: 'recovery-rejected', params: { reason } } as const;
  return [letterTo(service, told)];
}

async function write(
  { stores, clock }: Service,
  found: PasswordCase,
  { decided, sent }: { readonly decided: Decided; readonly sent: readonly PeopleChange[] },
): Promise<Written> {
  const atMs = clock.nowMs();
  const { by, state, userId, reason = null, keep } = decided;
  const decision = { state, userId, decidedBy: by.userId, decidedAtMs: atMs, reason };
  const written = await stores.people.commit({
    atMs,
    audit: auditEntry(by, {
      event: 'recovery-case.decide',
      subjectKind: 'account',
      subjectId: userId,
      before: { caseId: found.caseId, state: found.state },
      after: { caseId: found.caseId, state, reason },
    }),
    changes: [
      { kind: 'password-case.decide', case: { ...found, ...decision } },
      ...sent,
      keep({ done: true }),
    ],
  });
  return written === 'done' ? ok({ done: true }) : 'stale';
}
