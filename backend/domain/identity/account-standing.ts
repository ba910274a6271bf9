// Whether an account is good for anything, and when somebody else draws its password anew. The
// backend decides by it, the screen offers the button by it.

import { ok, refuse, type Result } from '../result.ts';

/** locked: after too many errors, until it is recovered or unlocked. */
export type AccountState = 'active' | 'locked' | 'closed' | 'erased';

/** What of an account says whether it is good for anything. */
export interface AccountStanding {
  /** False: may not sign in, whatever its state. */
  readonly active: boolean;
  readonly state: AccountState;
}

/** An account whose password may be drawn anew. */
export interface ResetAccount extends AccountStanding {
  readonly userId: string;
  /** At which programme's door he signs in; null for the network's own people. */
  readonly programmeId: string | null;
}

type NotStanding = 'ACCOUNT_ERASED' | 'ACCOUNT_CLOSED' | 'ACCOUNT_SWITCHED_OFF';

/** Why an account cannot be let in, whatever its password; errors at signing in shut none. */
export function judgeStanding({ active, state }: AccountStanding): Result<null, NotStanding> {
  if (state === 'erased') return refuse('ACCOUNT_ERASED');
  if (state === 'closed') return refuse('ACCOUNT_CLOSED');
  return active ? ok(null) : refuse('ACCOUNT_SWITCHED_OFF');
}

/**
 * Whether somebody draws another password for an account (row O-10).
 * @param byUserId whoever asks
 * @returns `ACCOUNT_BORN_OTHERWISE` for a programme's person, who has his programme's ways;
 *   `FIELD_INVALID` {field: 'userId'} for oneself: the settings ask for the one in force; those of
 *   `judgeStanding`
 */
export function judgeReset(
  account: ResetAccount,
  byUserId: string | null,
): Result<null, NotStanding | 'ACCOUNT_BORN_OTHERWISE' | 'FIELD_INVALID'> {
  if (account.programmeId !== null) return refuse('ACCOUNT_BORN_OTHERWISE');
  if (account.userId === byUserId) return refuse('FIELD_INVALID', { field: 'userId' });
  return judgeStanding(account);
}
