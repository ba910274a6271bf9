import { mailboxSpellings } from '#domain/client/contact.ts';
import { triedKey } from '#domain/identity/login.ts';
import type { Service } from '../service.ts';
import type { Account } from '../people/people-rows.ts';

/**
 * Lets an account be tried anew: whoever has just been given a password comes in by it at once,
 * however often others have tried before. To be done once it is written.
 */
export async function freeGuesses(
  { guessLimits, digests }: Pick<Service, 'guessLimits' | 'digests'>,
  { programmeId, login }: Pick<Account, 'programmeId' | 'login'>,
): Promise<void> {
  const { readable } = mailboxSpellings(login);
  const who = digests.sha256(triedKey(programmeId, readable));
  await guessLimits.forget({ kind: 'account', who });
}
