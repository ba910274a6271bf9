/**
 * A login as it is told apart from others: case and the ways to write one letter do not count,
 * letters do.
 */
export function loginKey(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/**
 * A login is taken once per door: by the network's own people, or within a programme
 * (architecture §11).
 * @param programmeId the programme whose door it is; null for the network's own people
 */
export function accountKey(programmeId: string | null, login: string): string {
  return programmeId === null ? loginKey(login) : `${programmeId}/${loginKey(login)}`;
}
