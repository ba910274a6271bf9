import { ok, refuse, type Result } from '../result.ts';

// An application for access, filed before its person can sign in (row V-09): one paper, two
// recipients, and both must have seen it before anything follows from it.

export type ApplicationState = 'filed' | 'processed' | 'rejected';

/** Who receives a programme's applications; null where nobody is named. */
export interface Recipients {
  readonly curatorUserId: string | null;
  readonly headUserId: string | null;
}

/** To whom an application went on the day it was filed. */
export interface Addressees {
  readonly curatorUserId: string | null;
  readonly headUserId: string;
}

export interface AddressedApplication extends Addressees {
  readonly state: ApplicationState;
  readonly curatorSeenAtMs: number | null;
  readonly headSeenAtMs: number | null;
}

export interface Addressed {
  readonly to: Addressees;
  /** Noted when it goes to the head alone. */
  readonly note: 'CURATOR_NOT_ASSIGNED' | null;
}

/**
 * To whom an application goes. Without a curator it goes to the head only and that is noted.
 * @returns `APPLICATIONS_NOT_TAKEN` where no head is named: nobody would read it
 */
export function address({
  curatorUserId,
  headUserId,
}: Recipients): Result<Addressed, 'APPLICATIONS_NOT_TAKEN'> {
  if (headUserId === null) return refuse('APPLICATIONS_NOT_TAKEN');
  const note = curatorUserId === null ? 'CURATOR_NOT_ASSIGNED' : null;
  return ok({ to: { curatorUserId, headUserId }, note });
}

/**
 * The application after somebody has read it. The first time of each recipient counts; others may
 * read as well and change nothing.
 */
export function seen<A extends AddressedApplication>(
  application: A,
  userId: string,
  nowMs: number,
): A {
  const { curatorUserId, headUserId, curatorSeenAtMs, headSeenAtMs } = application;
  return {
    ...application,
    curatorSeenAtMs: curatorSeenAtMs ?? (curatorUserId === userId ? nowMs : null),
    headSeenAtMs: headSeenAtMs ?? (headUserId === userId ? nowMs : null),
  };
}

/**
 * Whether an application may be processed or rejected now.
 * @returns `APPLICATION_CLOSED` {state} when that was done; `APPLICATION_NOT_SEEN` {by}, the one
 *   who still has to read it
 */
export function mayClose({
  state,
  curatorUserId,
  curatorSeenAtMs,
  headSeenAtMs,
}: AddressedApplication): Result<null, 'APPLICATION_CLOSED' | 'APPLICATION_NOT_SEEN'> {
  if (state !== 'filed') return refuse('APPLICATION_CLOSED', { state });
  if (curatorUserId !== null && curatorSeenAtMs === null) {
    return refuse('APPLICATION_NOT_SEEN', { by: 'curator' });
  }
  return headSeenAtMs === null ? refuse('APPLICATION_NOT_SEEN', { by: 'head' }) : ok(null);
}
