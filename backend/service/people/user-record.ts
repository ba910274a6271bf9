import { heardFromMs, staffDoor } from '#domain/identity/attempts.ts';
import { isOfClient } from '#domain/identity/rights.ts';
import type { ListedUser } from '#protocol/records/administration.ts';
import type { UserRecord } from '#protocol/records.ts';
import type { Account, ListedAccount } from './people-rows.ts';

/** A person as others may see him: without the hash of his password. */
export function publicUser(user: UserRecord): UserRecord {
  const { userId, login, displayName, role, active, clientId, grants } = user;
  const ofClient = clientId === undefined ? {} : { clientId };
  const granted = grants === undefined ? {} : { grants };
  return { userId, login, displayName, role, active, ...ofClient, ...granted };
}

/** An account as its person may see it: the same fields. */
export function asPerson({ clientId, grants, ...account }: Account): UserRecord {
  const ofClient = clientId === null ? {} : { clientId };
  return publicUser({
    ...account,
    ...ofClient,
    ...(grants.length === 0 ? {} : { grants: [...grants] }),
  });
}

/** The same as whoever manages people sees him. */
export function asListed(account: Account): ListedUser {
  const { userId, login, displayName, role, active, clientId, grants } = account;
  const { state, programmeId, mustSetPassword } = account;
  return {
    userId,
    login,
    displayName,
    role,
    active,
    state,
    programmeId,
    mustSetPassword,
    ...(isOfClient(role) ? {} : { email: account.email }),
    ...(clientId === null ? {} : { clientId }),
    ...(grants.length === 0 ? {} : { grants: [...grants] }),
  };
}

/** The same with what errors at signing in do to him now. */
export function asListedAt(
  { errors, clientName, ...account }: ListedAccount,
  nowMs: number,
): ListedUser {
  // A programme's door locks instead, which the state says.
  const untilMs = account.programmeId === null ? heardFromMs(staffDoor, errors) : 0;
  return { ...asListed(account), clientName, waitsUntilMs: untilMs > nowMs ? untilMs : null };
}
