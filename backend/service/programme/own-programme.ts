import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import type { Service } from '../service.ts';

/** The programme that a person is of; null for the network's own people, and for nobody. */
export async function ownProgramme(
  { stores }: Pick<Service, 'stores'>,
  userId: string | null,
): Promise<ProgrammeProfile | null> {
  const account = userId === null ? null : await stores.people.accountById(userId);
  if (account === null || account.programmeId === null) return null;
  return (await stores.programmes.programme(account.programmeId))?.profile ?? null;
}
