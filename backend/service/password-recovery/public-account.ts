import type { UserRecord } from '#protocol/records.ts';
import type { Account } from '../people/people-rows.ts';

/** A person as he himself may see him. */
export function publicAccount(account: Account): UserRecord {
  const { userId, login, displayName, role, active, clientId, grants } = account;
  return {
    ...{ userId, login, displayName, role, active },
    ...(clientId === null ? {} : { clientId }),
    ...(grants.length === 0 ? {} : { grants: [...grants] }),
  };
}
