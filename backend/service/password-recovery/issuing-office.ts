import type { CallingPerson } from '../caller.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Service } from '../service.ts';

/** The station of the workstation at which somebody signed in; null elsewhere. */
export async function officeOf(
  { stores }: Service,
  { workstationId }: CallingPerson,
): Promise<string | null> {
  if (workstationId === null) return null;
  return (await stores.identity.workstation(workstationId))?.stationId ?? null;
}

/**
 * Notes where an account is handed over for the first time: where recovery is in person, that
 * office alone renews it (row V-17). Written together with the account.
 */
export async function issuedAccess(
  service: Service,
  issuedBy: CallingPerson,
  userId: string,
): Promise<readonly PeopleChange[]> {
  const stationId = await officeOf(service, issuedBy);
  if (stationId === null) return [];
  const issued = { userId, stationId, issuedBy: issuedBy.userId };
  return [{ kind: 'access.issued', ...issued, issuedAtMs: service.clock.nowMs() }];
}
