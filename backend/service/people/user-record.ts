import type { UserRecord } from '#protocol/records.ts';

/** A person as others may see him: without the hash of his password. */
export function publicUser({ userId, login, displayName, role, active }: UserRecord): UserRecord {
  return { userId, login, displayName, role, active };
}
