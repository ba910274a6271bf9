import type { UserRecord } from '#protocol/records.ts';

/** A person as others may see him: without the hash of his password. */
export function publicUser(user: UserRecord): UserRecord {
  const { userId, login, displayName, role, active, clientId } = user;
  const ofClient = clientId === undefined ? {} : { clientId };
  return { userId, login, displayName, role, active, ...ofClient };
}
