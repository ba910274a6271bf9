import {
  GIVEN_PASSWORD_MS,
  isSecondPerson,
  linkedAtMs,
  type SecondPerson,
} from '#domain/approval/second-person.ts';
import type { Service } from '../service.ts';

/**
 * Somebody who decides now what another one has asked for, as the rule of second persons judges him
 * (row N-12).
 * @param askedBy null where nobody of the network did
 */
export async function secondPerson(
  { stores, clock }: Pick<Service, 'stores' | 'clock'>,
  userId: string,
  askedBy: string | null,
): Promise<SecondPerson> {
  const atMs = clock.nowMs();
  if (askedBy === null) return { userId, atMs, linkedAtMs: null };
  const givings = await stores.people.passwordGivingsSince(atMs - GIVEN_PASSWORD_MS);
  return { userId, atMs, linkedAtMs: linkedAtMs(givings, [askedBy, userId]) };
}

/**
 * True where a network has another administrator who may be the second person of this one: a
 * network of one, or of one who has brought in the others of late, has nobody else to ask.
 */
export async function hasSecondAdministrator(
  { stores, clock }: Pick<Service, 'stores' | 'clock'>,
  userId: string,
): Promise<boolean> {
  const atMs = clock.nowMs();
  const administrators = await stores.people.administrators();
  const givings = await stores.people.passwordGivingsSince(atMs - GIVEN_PASSWORD_MS);
  return administrators.some((other) =>
    isSecondPerson(userId, {
      userId: other,
      atMs,
      linkedAtMs: linkedAtMs(givings, [userId, other]),
    }),
  );
}
