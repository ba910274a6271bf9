import type { Doer } from '#domain/audit/audit-entry.ts';
import type { Caller } from '../caller.ts';

/** Where something is done: at which workstation, and from where on the network. */
export type Place = Omit<Doer, 'userId'>;

/**
 * Who asks and from where, for the audit trail: the workstation that has proved itself with the
 * request, else the one at which the person signed in.
 */
export function doerOf({ person, workstation, address = null }: Caller): Doer {
  return {
    userId: person?.userId ?? null,
    workstationId: workstation?.workstationId ?? person?.workstationId ?? null,
    address,
  };
}
