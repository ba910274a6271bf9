/**
 * A login as it is told apart from others: case and the ways to write one letter do not count,
 * letters do.
 */
export function loginKey(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}
