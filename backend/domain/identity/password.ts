import { ok, refuse, type Result } from '../result.ts';
import { commonPasswords } from './common-passwords.ts';

/** A programme's password rule: the shortest length that passes (acceptance §1.7). */
export interface PasswordPolicy {
  readonly minLength: number;
}

/** What the network's own people must choose at least (acceptance §1.7). */
export const staffPassword: PasswordPolicy = { minLength: 10 };

/** A new password as a person entered it. */
export interface PasswordEntry {
  readonly password: string;
  readonly repeat: string;
  readonly login: string;
}

// A login of one or two letters is inside too many good passwords to say anything.
const LOGIN_LENGTH_TELLING = 3;

/**
 * Judges a new password (N-22, P-07, P-17): long enough, entered alike twice, and not easily
 * guessed. Refusals never repeat the password.
 * @returns the password, or `PASSWORD_TOO_SHORT` {min}, `PASSWORD_MISMATCH`, `PASSWORD_WEAK`
 */
export function newPassword(
  entry: PasswordEntry,
  policy: PasswordPolicy,
): Result<string, 'PASSWORD_TOO_SHORT' | 'PASSWORD_MISMATCH' | 'PASSWORD_WEAK'> {
  const { password, repeat, login } = entry;
  if ([...password].length < policy.minLength) {
    return refuse('PASSWORD_TOO_SHORT', { min: policy.minLength });
  }
  if (password !== repeat) return refuse('PASSWORD_MISMATCH');
  return isWeak(password, login) ? refuse('PASSWORD_WEAK') : ok(password);
}

function isWeak(password: string, login: string): boolean {
  const text = password.toLowerCase();
  return (
    new Set(text).size <= 1 || commonPasswords.has(text) || isRun(text) || hasLogin(text, login)
  );
}

/** Neighbouring characters all the way: 123456789, 987654321, abcdefghi. */
function isRun(text: string): boolean {
  const codes = [...text].map((char) => char.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)));
  return steps.size === 1 && (steps.has(1) || steps.has(-1));
}

/** The login, or the part of an e-mail login before the @, stands in the password. */
function hasLogin(text: string, login: string): boolean {
  const name = login.trim().toLowerCase();
  const mailbox = name.split('@', 1).join('');
  return [name, mailbox].some((part) => part.length >= LOGIN_LENGTH_TELLING && text.includes(part));
}
