import type { Grant, Role } from '../identity/rights.ts';

/** The account of a client's first person, as it is born with a contract (acceptance N-05). */
export interface NewClientAccount {
  readonly userId: string;
  /** At whose door it is known. */
  readonly programmeId: string;
  readonly clientId: string;
  readonly login: string;
  readonly displayName: string;
  readonly role: Role;
  readonly grants: readonly Grant[];
  /** Lower case; null where it is not known. */
  readonly email: string | null;
  /** E.164; null where it is not known. */
  readonly phone: string | null;
  /** argon2id in PHC form, of a temporary password (N-06). */
  readonly passwordHash: string;
  /** The last instant at which that password signs in; null where it has no term. */
  readonly passwordExpiresAtMs: number | null;
}

/** The account that a client has already under a programme. */
export type ClientAccountName = Pick<NewClientAccount, 'userId' | 'login'>;

/** A client has one account of a programme. */
export type ClientUnderProgramme = Pick<NewClientAccount, 'programmeId' | 'clientId'>;

/** The same as one text. */
export function clientAccountKey({ programmeId, clientId }: ClientUnderProgramme): string {
  return `${programmeId}/${clientId}`;
}
