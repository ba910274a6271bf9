import { assert } from '#domain/assert.ts';
import type { Caller, CallingPerson, CallingWorkstation } from '../caller.ts';

/** The person of a route that `admit` lets only people reach. */
export function personOf({ person }: Caller): CallingPerson {
  assert(person !== null, 'this route needs a person');
  return person;
}

/** The workstation of a route that `admit` lets only workstations reach. */
export function workstationOf({ workstation }: Caller): CallingWorkstation {
  assert(workstation !== null, 'this route needs a workstation');
  return workstation;
}
