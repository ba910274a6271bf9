import type { UserRecord } from '#protocol/records.ts';

/** Logins differ in more than case and form of their letters. */
export function loginKey(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/** A person as others may see him: without the hash of his password. */
export function publicUser({ userId, login, displayName, role, active }: UserRecord): UserRecord {
  return { userId, login, displayName, role, active };
}
