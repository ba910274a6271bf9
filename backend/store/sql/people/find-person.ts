import { loginKey } from '#domain/identity/login.ts';
import type { SqlDialect } from '../sql.ts';

// A person is found by a part of his login or of his name, in whatever list he stands.

/** True of a row of user_account that `personWords` find, and of every one where they are empty. */
export function isPerson(dialect: Pick<SqlDialect, 'contains'>): string {
  const inName = ['@name', '@capital'].map((name) => dialect.contains('display_name', name));
  const inLogin = dialect.contains('login_folded', '@login');
  return `(@login = '' OR ${[inLogin, ...inName].join(' OR ')})`;
}

/** The values of `isPerson`; null and an empty text find everybody. */
export function personWords(search: string | null): Record<'login' | 'name' | 'capital', string> {
  const text = search ?? '';
  return {
    login: loginKey(text),
    // Neither engine folds letters beyond ASCII: a name is found as it is typed, or capitalised.
    name: text,
    capital: text.slice(0, 1).toUpperCase() + text.slice(1),
  };
}
