import { judgeReset } from '#domain/identity/account-standing.ts';
import type { ListedUser } from '#protocol/records/administration.ts';
import type { IconName } from '#ui/icon/icons.ts';
import type { Tone } from '#ui/status/tone.ts';

/** What an account is good for now: the first of these that holds. */
export type Standing = 'erased' | 'closed' | 'locked' | 'waits' | 'must-set-password' | 'active';

export function standingOf(user: ListedUser, nowMs: number): Standing {
  if (user.state === 'erased') return 'erased';
  if (!user.active || user.state === 'closed') return 'closed';
  if (user.state === 'locked') return 'locked';
  if ((user.waitsUntilMs ?? 0) > nowMs) return 'waits';
  return user.mustSetPassword === true ? 'must-set-password' : 'active';
}

/**
 * Whether an administrator may draw another password for somebody (row O-10).
 * @param ownUserId whoever asks
 */
export function mayReset(user: ListedUser, ownUserId: string | null): boolean {
  const { state = 'active', programmeId = null } = user;
  return judgeReset({ ...user, state, programmeId }, ownUserId).ok;
}

/** By its sign as well as by its tone. */
export const standingLooks: Readonly<
  Record<Standing, { readonly tone: Tone; readonly icon: IconName }>
> = {
  active: { tone: 'ok', icon: 'ok' },
  'must-set-password': { tone: 'info', icon: 'key' },
  waits: { tone: 'warn', icon: 'waiting' },
  locked: { tone: 'danger', icon: 'security' },
  closed: { tone: 'neutral', icon: 'blocked' },
  erased: { tone: 'neutral', icon: 'remove' },
};

/** Whether errors at signing in keep somebody out, which staff take away (rows P-18, P-19). */
export function isKeptOut(standing: Standing): boolean {
  return standing === 'locked' || standing === 'waits';
}
