import { auditEntry } from '#domain/audit/audit-entry.ts';
import { isSameChoice, judgeWays, type ChosenWays } from '#domain/message/notice-choice.ts';
import { noticeKinds, type NoticeKind } from '#domain/message/notice-kinds.ts';
import { ok, refuse } from '#domain/result.ts';
import { understoodPreferences } from '#protocol/records/preferences.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Account } from './people-rows.ts';
import type { Service } from '../service.ts';

/** How the person who asks wants the product to be (row O-21). */
export async function getPreferences(
  { stores }: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'preferences.get'>>> {
  const account = await stores.people.accountById(personOf(caller).userId);
  return account === null ? refuse('UNAUTHORIZED') : ok(understoodPreferences(account.preferences));
}

/**
 * Changes what is named; null puts it back. An invalid value is refused, and the old one stays.
 * @returns `CHANNEL_NOT_VERIFIED` {channel} where notices would reach nobody (row R-27),
 *   `ACCOUNT_CHANGED` when the account was changed meanwhile
 */
export async function setPreferences(
  { stores, clock }: Service,
  changed: RouteInput<'preferences.set'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'preferences.set'>>> {
  const { userId } = personOf(caller);
  const account = await stores.people.accountById(userId);
  if (account === null) return refuse('UNAUTHORIZED');
  const before = understoodPreferences(account.preferences);
  for (const kind of noticeKinds) {
    const ways = changed.notifications?.[kind];
    // One that stays as it was is not judged: an address may be gone since, and hold up no other.
    if (ways === undefined || isSameChoice(ways, before.notifications?.[kind])) continue;
    const judged = judgeWays(account, kind, ways);
    if (!judged.ok) return judged;
  }
  const next = withChanges(account.preferences, changed);
  const after = understoodPreferences(next);
  const written = await stores.people.commit({
    atMs: clock.nowMs(),
    audit: auditEntry(doerOf(caller), {
      event: 'preferences.set',
      subjectKind: 'account',
      subjectId: userId,
      before,
      after,
    }),
    changes: [{ kind: 'account.put', account: { ...account, preferences: next } }],
  });
  return written === 'done' ? ok(after) : refuse('ACCOUNT_CHANGED', { userId });
}

/** By which ways he wants to be told of one kind; undefined where he has not said. */
export function chosenWays(
  { preferences: stored }: Pick<Account, 'preferences'>,
  kind: NoticeKind,
): ChosenWays | undefined {
  return understoodPreferences(stored).notifications?.[kind];
}

/** What this build does not understand stays as it was: another one wrote it, and reads it. */
function withChanges(
  before: Account['preferences'],
  changed: RouteInput<'preferences.set'>,
): Account['preferences'] {
  const all = Object.entries({ ...before, ...changed });
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}
