import { noticesTo, type MessageAdd } from '../../message/notice.ts';
import type { Service } from '../../service.ts';
import type { Account } from '../people-rows.ts';
import type { Door } from './door.ts';

interface Coming {
  readonly door: Door;
  readonly account: Account;
  /** The workstation that has proved itself with the request; null where none has. */
  readonly workstationId: string | null;
}

/**
 * Tells the owner of an account that somebody came in from where nobody did before (row R-27). Of
 * the very first sign-in nothing is told: there is no place yet that it could differ from.
 */
export async function newPlaceNotices(
  service: Service,
  { door, account, workstationId }: Coming,
): Promise<readonly MessageAdd[]> {
  const { userId, login, email, phone } = account;
  // Who is reached at a desk alone would be told at the one that he has just come in by.
  if (email === null && phone === null) return [];
  const before = await service.stores.people.signedInBefore(userId, workstationId);
  if (before !== 'elsewhere') return [];
  const place = workstationId === null ? '' : await placeName(service, workstationId);
  const params = { login, atMs: service.clock.nowMs(), place };
  return noticesTo(service, { door, account, template: 'new-sign-in', params });
}

/** The station and the workstation, as people call them. */
async function placeName({ stores }: Service, workstationId: string): Promise<string> {
  const workstation = await stores.identity.workstation(workstationId);
  if (workstation === null) return '';
  const station = await stores.registers.station(workstation.stationId);
  return [station?.name, workstation.name].filter((name) => name !== undefined).join(', ');
}
