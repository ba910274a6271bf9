import { asTyped } from '../text/typed.ts';

/**
 * A login as it is told apart from others: case, the ways to write one letter and what nobody sees
 * do not count, letters do.
 */
export function loginKey(typed: string): string {
  return asTyped(typed).toLowerCase();
}

/** Something that is seen and typed: no control character, no half of a letter, and no slash. */
const STAFF_LOGIN = /^[^/\p{Cc}\p{Cs}]+$/u;

/**
 * True when one of the network's own people may have this login from now on. A slash parts the
 * programme from the login in a key, so a login of theirs has none (architecture §11).
 */
export function isStaffLogin(login: string): boolean {
  return STAFF_LOGIN.test(loginKey(login));
}

/**
 * Under what tries at a door are counted. With a slash a login of the network's own people would
 * read as one of a programme: whoever types it at their door counts nothing there.
 */
export function triedKey(programmeId: string | null, login: string): string {
  const key = accountKey(programmeId, login);
  return programmeId === null && key.includes('/') ? `/${key}` : key;
}

/**
 * A login is taken once per door: by the network's own people, or within a programme
 * (architecture §11).
 * @param programmeId the programme whose door it is; null for the network's own people
 */
export function accountKey(programmeId: string | null, login: string): string {
  return programmeId === null ? loginKey(login) : `${programmeId}/${loginKey(login)}`;
}
