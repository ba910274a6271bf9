import { normalizePhone } from '#domain/client/contact.ts';
import { accountKey, loginKey } from '#domain/identity/login.ts';

/** Where somebody signs in, and as whom. */
export interface Entrance {
  /** A programme's door; null: that of the network's own people. */
  readonly programmeId: string | null;
  /** As it was typed. */
  readonly login: string;
}

/**
 * Under which name errors and verifiers are kept here. Without the link it is not known what a
 * door's logins are: what reads as a phone is kept as one, however it was typed.
 */
export function entranceKey({ programmeId, login }: Entrance): string {
  if (programmeId === null) return loginKey(login);
  const phone = normalizePhone(login);
  return accountKey(programmeId, phone.ok ? phone.value : login);
}
