import type { SecondPerson } from '#domain/approval/second-person.ts';
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
  const passwordGivenAtMs =
    askedBy === null ? null : await stores.people.passwordGivenAtMs({ userId, givenBy: askedBy });
  return { userId, atMs: clock.nowMs(), passwordGivenAtMs };
}
