import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import type { Service } from '../service.ts';

/** A programme that is in use; null for one that nobody knows, or that was taken out of use. */
export async function programmeOf(
  { stores }: Service,
  programmeId: string,
): Promise<ProgrammeProfile | null> {
  const kept = await stores.programmes.programme(programmeId);
  return kept !== null && kept.active ? kept.profile : null;
}
