import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { normalizePhone } from '../client/contact.ts';
import { ok, refuse, type Result } from '../result.ts';
import type { PasswordRule, PasswordRules } from './programme.ts';
import { guessPassword, type PasswordScore } from './password-guess.ts';

/** What the network's own people must choose at least (acceptance §1.7). */
export const staffPassword: PasswordRule = { minLength: 10, strong: false };

const DAY_MS = 24 * 3_600_000;

/**
 * The same in every flow; the last few are not taken again (row N-22). Who is new gets his drawn
 * one in the week in which he begins (row N-06); one after a reset is used at once (O-10).
 */
export const staffPasswords: PasswordRules = {
  first: staffPassword,
  reset: staffPassword,
  change: staffPassword,
  historyLength: 5,
  oneTimeTermMs: DAY_MS,
  firstTermMs: 7 * DAY_MS,
};

/** A new password as a person entered it. */
export interface PasswordEntry {
  readonly password: string;
  readonly repeat: string;
  readonly login: string;
  /** The person's name, where it is known: a guesser tries its words first. */
  readonly displayName?: string;
}

/** What is wrong with a weak password: the login in it, on every guesser's list, soon guessed. */
export type PasswordWeakness = 'login' | 'common' | 'guessable';

// A login of one or two letters is inside too many good passwords to say anything.
const LOGIN_LENGTH_TELLING = 3;
/** Withstands guessing at a sign-in page that makes a guesser wait. */
const SCORE_AT_LEAST: PasswordScore = 2;
/** Withstands a guesser who has the hash. */
const SCORE_STRONG: PasswordScore = 3;

/**
 * Judges a new password (N-22, R-06, P-07, P-13, P-17): long enough, entered alike twice, and not
 * easily guessed. Refusals never repeat the password.
 * @returns the password, or `PASSWORD_TOO_SHORT` {min}, `PASSWORD_MISMATCH`, `PASSWORD_WEAK` {rule}
 */
export function newPassword(
  entry: PasswordEntry,
  policy: PasswordRule,
): Result<string, 'PASSWORD_TOO_SHORT' | 'PASSWORD_MISMATCH' | 'PASSWORD_WEAK'> {
  const { password, repeat } = entry;
  if ([...password].length < policy.minLength) {
    return refuse('PASSWORD_TOO_SHORT', { min: policy.minLength });
  }
  if (password !== repeat) return refuse('PASSWORD_MISMATCH');
  const rule = weaknessOf(entry, policy);
  return rule === null ? ok(password) : refuse('PASSWORD_WEAK', { rule });
}

function weaknessOf(
  { password, login, displayName = '' }: PasswordEntry,
  { strong }: PasswordRule,
): PasswordWeakness | null {
  const names = namesIn(login);
  if (names.some((name) => password.toLowerCase().includes(name))) return 'login';
  const phone = nationalNumber(login);
  if (phone !== null && password.replaceAll(/\D/gu, '').includes(phone)) return 'login';
  const { isCommon, score } = guessPassword(password, [...names, ...wordsOf(displayName)]);
  if (isCommon) return 'common';
  return score < (strong ? SCORE_STRONG : SCORE_AT_LEAST) ? 'guessable' : null;
}

/** The login, and the part of an e-mail login before the @. */
function namesIn(login: string): readonly string[] {
  const name = login.trim().toLowerCase();
  const mailbox = name.split('@', 1).join('');
  return [name, mailbox].filter((part) => part.length >= LOGIN_LENGTH_TELLING);
}

/**
 * The digits that every way of writing a phone has in common (+7 912 …, 8912…, 912…); null for a
 * login that is no phone.
 */
function nationalNumber(login: string): string | null {
  const phone = normalizePhone(login);
  if (!phone.ok) return null;
  return parsePhoneNumberFromString(phone.value)?.nationalNumber ?? phone.value.slice(1);
}

function wordsOf(displayName: string): readonly string[] {
  const words = displayName.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word.length >= LOGIN_LENGTH_TELLING);
}

/**
 * The hashes that a new password must not fit (row N-22): the one in force and those before it, as
 * many as the programme remembers. What falls off the end may be forgotten.
 * @param hashes argon2id in PHC form, the newest first
 * @param historyLength how many of the latest are not taken again; 0 asks nothing
 */
export function rememberedHashes(
  hashes: readonly string[],
  historyLength: number,
): readonly string[] {
  return hashes.slice(0, historyLength);
}
