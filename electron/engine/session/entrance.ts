import { normalizeEmail, normalizePhone } from '#domain/client/contact.ts';
import { triedKey } from '#domain/identity/login.ts';

/** Where somebody signs in, and as whom. */
export interface Entrance {
  /** A programme's door; null: that of the network's own people. */
  readonly programmeId: string | null;
  /** As it was typed. */
  readonly login: string;
}

/**
 * Under which name errors and verifiers are kept here. Without the link it is not known what a
 * door's logins are: what reads as a phone or as an address is kept as one, however it was typed.
 */
export function entranceKey({ programmeId, login }: Entrance): string {
  if (programmeId === null) return triedKey(null, login);
  const [phone, email] = [normalizePhone(login), normalizeEmail(login)];
  const read = phone.ok ? phone : email;
  return triedKey(programmeId, read.ok ? read.value : login);
}
