import { ok, refuse } from '#domain/result.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { Registration } from './member-rows.ts';

/**
 * The registration that waits under an id (rows ). Its code makes an account of that id,
 * in one commit with its end: whoever asks again because the answer was lost is told that he is in.
 * @returns `REGISTRATION_DONE` then; `CODE_EXPIRED` where nothing waits, or never did
 */
export async function waitingRegistration(
  { stores }: Service,
  registrationId: string,
): Promise<Answer<Registration>> {
  const registration = await stores.members.registration(registrationId);
  if (registration !== null) return ok(registration);
  const made = await stores.people.accountById(registrationId);
  return refuse(made?.role === 'member' ? 'REGISTRATION_DONE' : 'CODE_EXPIRED');
}
