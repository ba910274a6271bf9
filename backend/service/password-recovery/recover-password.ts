import { auditEntry } from '#domain/audit/audit-entry.ts';
import {
  ACCOUNT_TRIES_MAX,
  ACCOUNT_TRIES_SPAN_MS,
  ASKING_SPAN_MS,
  mayAsk,
} from '#domain/identity/one-time-code.ts';
import { ok } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';
import { claimOfKey, newCase } from './cases/case-rows.ts';
import { newRequest, sendingOf } from './new-request.ts';
import { mayReturn, typedKey, type SelfServiceRules, type TypedKey } from './programme-door.ts';

/** Enough to know that it is not one. */
const ACCOUNTS_ASKED = 2;

/**
 * Asks for a new password (rows N-09, O-06, R-13, P-15). Whoever asks gets one answer after one
 * amount of work: there may be no such account, one, a locked or a closed one, or several (G7). Of
 * several under one tax id staff find the right one, by a case; of everybody else a row is written
 * like it, which nobody is shown.
 * @returns `FIELD_INVALID` {field}, `RATE_LIMITED` {waitMs}, `NOT_FOUND` where nobody helps himself
 */
export async function recoverPassword(
  service: Service,
  input: RouteInput<'password.recover'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'password.recover'>>> {
  const typed = await typedKey(service, input);
  if (!typed.ok) return typed;
  // One after the other: requests in parallel must not run past the count.
  return service.locks.run(`password-recovery ${typed.value.keyHash}`, async () => {
    const paced = await mayAskAgain(service, typed.value);
    return paced.ok ? ask(service, typed.value, caller) : paced;
  });
}

async function mayAskAgain(
  { stores, clock }: Service,
  { rules, keyHash }: TypedKey,
): Promise<Answer<null>> {
  const nowMs = clock.nowMs();
  const asked = await stores.access.askedSince(keyHash, nowMs - ASKING_SPAN_MS);
  const pace = { perHourMax: rules.requestsPerHour, pauseMs: pauseMsOf(rules) };
  return mayAsk(asked, nowMs, pace);
}

function pauseMsOf(rules: SelfServiceRules): number {
  return 'code' in rules ? rules.code.resendAfterMs : rules.link.resendAfterMs;
}

async function ask(
  service: Service,
  typed: TypedKey,
  caller: Caller,
): Promise<Answer<RouteAnswer<'password.recover'>>> {
  const { stores, clock } = service;
  const { profile, rules, key, keyHash } = typed;
  const nowMs = clock.nowMs();
  const meant = await stores.access.accountsByRecoveryKey(profile.programmeId, key, ACCOUNTS_ASKED);
  const account = await letIn(service, meant, typed);
  const queued = await queue(service, typed, meant.length > 1);
  const asking = { profile, keyHash, account, caseId: queued.caseId };
  const asked = await newRequest(service, asking, sendingOf(rules));
  await stores.people.commit({
    atMs: nowMs,
    audit: auditEntry(doerOf(caller), {
      event: 'password.recover',
      subjectKind: 'account',
      subjectId: account?.userId ?? null,
      after: { programmeId: profile.programmeId, keyKind: key.kind, accounts: meant.length },
    }),
    changes: [queued.change, ...asked],
  });
  return ok({ done: true });
}

/**
 * The one account that is meant and may be let in; null where there is none, or several. One
 * mailbox has several keys: the hour's messages are counted for all of them together, and what is
 * too many goes nowhere, as of a key that nobody has (row N-09, rule G7).
 */
async function letIn(
  service: Service,
  meant: readonly Account[],
  { rules, keyHash }: TypedKey,
): Promise<Account | null> {
  const one = meant.length === 1 ? (meant[0] ?? null) : null;
  const returns = await mayReturn(service, one);
  const { access } = service.stores;
  const nowMs = service.clock.nowMs();
  const subject = one?.userId ?? keyHash;
  const tries = await access.triesSince(subject, nowMs - ACCOUNT_TRIES_SPAN_MS);
  const sent = await access.sentSince(subject, nowMs - ASKING_SPAN_MS);
  // No code would be taken today, so none is sent.
  const isHeard = tries < ACCOUNT_TRIES_MAX && sent < rules.requestsPerHour;
  return returns && isHeard ? one : null;
}

interface Queued {
  readonly caseId: string | null;
  readonly change: PeopleChange;
}

/**
 * Several accounts are meant: staff find the right one, once for as long as somebody waits. Where
 * they have nothing to find, the same is read, and a row written that no list shows.
 */
async function queue(
  { stores, ids, clock }: Service,
  { profile: { programmeId }, key, keyHash }: TypedKey,
  isSeveral: boolean,
): Promise<Queued> {
  const before = (await stores.access.latestRequest(keyHash))?.caseId ?? '';
  const waits = await stores.access.passwordCase(before);
  const caseId = ids.uuid();
  const nowMs = clock.nowMs();
  const begun = { caseId, kind: 'several-accounts', programmeId } as const;
  const claims = { [claimOfKey[key.kind]]: key.value };
  const isWaiting = waits?.state === 'waiting';
  if (isSeveral && !isWaiting) {
    return {
      caseId,
      change: { kind: 'password-case.add', case: newCase({ ...begun, claims }, nowMs) },
    };
  }
  const decoy = newCase({ ...begun, state: 'rejected', decidedAtMs: nowMs }, nowMs);
  const change = { kind: 'password-case.add', case: decoy } as const;
  return { caseId: isSeveral && isWaiting ? waits.caseId : null, change };
}
