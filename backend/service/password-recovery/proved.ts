import { auditEntry } from '#domain/audit/audit-entry.ts';
import type { SentSecret } from '#domain/identity/one-time-code.ts';
import { ok } from '#domain/result.ts';
import type { Code } from '#protocol/codes.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import type { Place } from '../audit/doer.ts';
import type { Answer } from '../outcome.ts';
import type { PasswordRequest } from '../people/access-rows.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import { newSession } from '../people/new-session.ts';
import type { Account, CommitOutcome } from '../people/people-rows.ts';
import { asPerson } from '../people/user-record.ts';
import type { Service } from '../service.ts';

// What follows from a code or a link, however it was judged.

export type Proved = Answer<RouteAnswer<'password.prove'>>;

/** One try, to be written with its entry in the audit trail. */
export interface Tried {
  readonly account: Account | null;
  readonly at: Place;
  /** Why it was refused; null when it was accepted. */
  readonly code: Code | null;
  readonly changes: readonly PeopleChange[];
}

/**
 * The last instant of a request for whoever has what was sent for it: its term counts from the
 * sending, as soon as that is known (row N-10). The same is read where nobody asked.
 */
export async function lastInstant(
  { stores }: Service,
  request: PasswordRequest | null,
): Promise<number> {
  const message = await stores.messages.message(request?.messageId ?? '');
  if (request === null) return Number.MAX_SAFE_INTEGER;
  const { askedAtMs, expiresAtMs } = request;
  return expiresAtMs + Math.max(0, (message?.sentAtMs ?? askedAtMs) - askedAtMs);
}

/** What a judgement changed of a request. */
export function judgedChange(
  { requestId, state, triesUsed }: PasswordRequest,
  is: Pick<SentSecret, 'state' | 'triesUsed'>,
): PeopleChange {
  const was = { state, triesUsed };
  return {
    kind: 'password-request.judged',
    requestId,
    was,
    is: { state: is.state, triesUsed: is.triesUsed },
  };
}

/** Writes a try; stale when another one came first. */
export function writeTry({ stores, clock }: Service, tried: Tried): Promise<CommitOutcome> {
  const { account, at, code, changes } = tried;
  const subject = { subjectKind: 'account', subjectId: account?.userId ?? null };
  const deed = { event: 'password.prove', ...subject, code } as const;
  const audit = auditEntry({ userId: null, ...at }, deed);
  return stores.people.commit({ atMs: clock.nowMs(), audit, changes });
}

/** Opens the session in which the new password is set, and nothing else is done (row N-11). */
export async function openToSet(
  service: Service,
  account: Account,
  { at, changes }: Pick<Tried, 'at' | 'changes'>,
): Promise<Proved | 'stale'> {
  const { userId, role } = account;
  const { workstationId } = at;
  const owner = { userId, role, workstationId, purpose: 'set-password' } as const;
  const { row, token } = newSession(service, owner);
  const opened = { kind: 'session.add', session: row } as const;
  const tried = { account, at, code: null, changes: [...changes, opened] };
  if ((await writeTry(service, tried)) !== 'done') return 'stale';
  const { sessionId, expiresAtMs } = row;
  const user = asPerson(account);
  return ok({ next: 'set-password', sessionId, token, expiresAtMs, user });
}
