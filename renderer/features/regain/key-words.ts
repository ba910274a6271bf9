import type { RecoveryKey } from '#domain/identity/programme.ts';

/** How the field is called that takes these kinds; each set has words of its own. */
export type KeyWords = 'email' | 'login' | 'loginOrEmail' | 'loginOrEmailOrTaxId' | 'phone';

/** The words for what a programme's recovery may be asked by (§1.7). */
export function keyWords(keys: readonly RecoveryKey[]): KeyWords {
  if (keys.includes('tax-id')) return 'loginOrEmailOrTaxId';
  if (keys.includes('email') && keys.includes('login')) return 'loginOrEmail';
  if (keys.includes('email')) return 'email';
  return keys.includes('phone') ? 'phone' : 'login';
}
