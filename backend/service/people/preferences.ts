import { ok, refuse } from '#domain/result.ts';
import { preferences, type Preferences } from '#protocol/records/preferences.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** How the person who asks wants the product to be (row O-21). */
export async function getPreferences(
  { stores }: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'preferences.get'>>> {
  const account = await stores.people.accountById(personOf(caller).userId);
  return account === null ? refuse('UNAUTHORIZED') : ok(kept(account.preferences));
}

/** Changes what is named; null puts it back. An invalid value is refused, and the old one stays. */
export async function setPreferences(
  { stores, clock }: Service,
  changed: RouteInput<'preferences.set'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'preferences.set'>>> {
  const { userId } = personOf(caller);
  const account = await stores.people.accountById(userId);
  if (account === null) return refuse('UNAUTHORIZED');
  const before = kept(account.preferences);
  const after = withChanges(before, changed);
  const written = await stores.people.commit({
    atMs: clock.nowMs(),
    audit: {
      event: 'preferences.set',
      userId,
      workstationId: null,
      subjectKind: 'account',
      subjectId: userId,
      code: null,
      before,
      after,
    },
    changes: [{ kind: 'account.put', account: { ...account, preferences: after } }],
  });
  return written === 'done' ? ok(after) : refuse('ACCOUNT_CHANGED', { userId });
}

function withChanges(before: Preferences, changed: RouteInput<'preferences.set'>): Preferences {
  const all = Object.entries({ ...before, ...changed });
  return preferences.parse(Object.fromEntries(all.filter(([, value]) => value !== null)));
}

/** What is kept and still understood; the rest is as the network has it. */
function kept(stored: Readonly<Record<string, unknown>>): Preferences {
  const read = preferences.safeParse(stored);
  return read.success ? read.data : {};
}
