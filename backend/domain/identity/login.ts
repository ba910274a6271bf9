/**
 * A login as it is told apart from others: case and the ways to write one letter do not count,
 * letters do.
 */
export function loginKey(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/**
 * True when one of the network's own people may have this login from now on. A slash parts the
 * programme from the login in a key, so a login of theirs has none (architecture §11).
 */
export function isStaffLogin(login: string): boolean {
  return !loginKey(login).includes('/');
}

/**
 * A login is taken once per door: by the network's own people, or within a programme
 * (architecture §11).
 * @param programmeId the programme whose door it is; null for the network's own people
 */
export function accountKey(programmeId: string | null, login: string): string {
  return programmeId === null ? loginKey(login) : `${programmeId}/${loginKey(login)}`;
}
