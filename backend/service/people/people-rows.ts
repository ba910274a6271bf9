import type { AccountState } from '#domain/identity/account-standing.ts';
import type { SignInErrors } from '#domain/identity/attempts.ts';
import type { Grant, Role } from '#domain/identity/rights.ts';

// What is kept of people, and how writing it went.

/** An account as it is kept. */
export interface Account {
  readonly userId: string;
  readonly login: string;
  readonly displayName: string;
  readonly role: Role;
  /** False: may not sign in, whatever its state. */
  readonly active: boolean;
  /** Whose person he is; null for the network's own people. */
  readonly clientId: string | null;
  /** At which programme's door the login is known; null for the network's own. */
  readonly programmeId: string | null;
  /** Lower case; where it is known. */
  readonly email: string | null;
  /** E.164; where it is known. */
  readonly phone: string | null;
  readonly state: AccountState;
  /** A temporary password: the next session may only set another one (N-06, N-11). */
  readonly mustSetPassword: boolean;
  /** The last instant at which a temporary password signs in; null where it has no term. */
  readonly passwordExpiresAtMs: number | null;
  /** argon2id in PHC form. */
  readonly passwordHash: string;
  readonly passwordSetAtMs: number | null;
  /** What a representative may do for his client; empty where the role alone says it. */
  readonly grants: readonly Grant[];
  readonly preferences: Readonly<Record<string, unknown>>;
  /** Grows with every change of the account. */
  readonly revision: number;
}

/** An account with the errors at signing in that count against it. */
export interface ListedAccount extends Account {
  readonly errors: SignInErrors;
  /** Of the client that he acts for; null where there is none. */
  readonly clientName: string | null;
}

export interface SessionRow {
  readonly sessionId: string;
  /** SHA-256 of the token; the token itself is kept nowhere. */
  readonly tokenHash: string;
  readonly userId: string;
  readonly role: Role;
  readonly workstationId: string | null;
  readonly openedAtMs: number;
  readonly expiresAtMs: number;
  readonly purpose: SessionPurpose;
}

/** An open session with whose it is. */
export interface OpenSessionRow extends Pick<Account, 'userId' | 'login' | 'displayName' | 'role'> {
  readonly sessionId: string;
  readonly workstationId: string | null;
  readonly workstationName: string | null;
  readonly stationName: string | null;
  readonly openedAtMs: number;
  readonly expiresAtMs: number;
}

/** What a session is good for: everything, or only what its account still lacks (N-11, V-14). */
export type SessionPurpose = 'ordinary' | 'set-password' | 'accept-terms';

/**
 * taken: a login, or a contract's number, is somebody else's. stale: something had been changed
 * since it was read; nothing is written in either case.
 */
export type CommitOutcome = 'done' | 'taken' | 'stale';
