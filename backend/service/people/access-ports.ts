import type { Page, PageQuestion } from '../page-ports.ts';
import type { Claims } from '#domain/password-recovery/claims.ts';
import type { CaseState } from '#domain/password-recovery/recovery-case.ts';
import type { MeantKey } from '#domain/password-recovery/recovery-key.ts';
import type { ContactKind } from '#domain/password-recovery/contact-change.ts';
import type { ContactChangeRow, PasswordCase, PasswordRequest } from './access-rows.ts';
import type { Account } from './people-rows.ts';

export interface CaseQuestion extends Pick<PageQuestion, 'cursor' | 'limit'> {
  readonly state: CaseState | null;
}

export interface ContactChangesQuestion extends Pick<ContactChangeRow, 'userId' | 'kind'> {
  /** That instant is not in it. */
  readonly sinceMs: number;
}

export type AskedChange = Pick<ContactChangeRow, 'askedAtMs' | 'triesUsed'>;

/** What is read of requests for a new password, of cases and of changes of contacts. */
export interface AccessStore {
  /**
   * The accounts of a programme that a recovery key means, at most `limit`; closed and erased ones
   * are none.
   */
  accountsByRecoveryKey(
    programmeId: string,
    key: MeantKey,
    limit: number,
  ): Promise<readonly Account[]>;
  /** Instants of the requests under a key since `sinceMs`, that one not included. */
  askedSince(keyHash: string, sinceMs: number): Promise<readonly number[]>;
  /** Whether a subject has a request that was neither proved nor replaced. */
  hasOpenRequest(subject: string): Promise<boolean>;
  /** The newest request under a key that waits for a code; null where nobody asked. */
  latestRequest(keyHash: string): Promise<PasswordRequest | null>;
  requestBySecretHash(secretHash: string): Promise<PasswordRequest | null>;
  /** Wrong codes of a subject in requests that were made since `sinceMs`. */
  triesSince(subject: string, sinceMs: number): Promise<number>;
  /** How many requests were made of a subject since `sinceMs`, whatever key they named. */
  sentSince(subject: string, sinceMs: number): Promise<number>;
  /** What is stored of an account, for the comparison with what somebody says (O-09). */
  storedClaims(userId: string): Promise<Claims>;
  passwordCase(caseId: string): Promise<PasswordCase | null>;
  /** Cases of one state, or all; the oldest first. */
  passwordCases(question: CaseQuestion): Promise<Page<PasswordCase>>;
  /** The newest change of a kind that a person asked for. */
  latestContactChange(userId: string, kind: ContactKind): Promise<ContactChangeRow | null>;
  /** What came of the changes of a kind that a person asked for since `sinceMs`. */
  contactChangesSince(of: ContactChangesQuestion): Promise<readonly AskedChange[]>;
  contactChangeBySecretHash(secretHash: string): Promise<ContactChangeRow | null>;
  /** Where an account's access was issued first; null where nobody noted it. */
  issuedAtStation(userId: string): Promise<string | null>;
  postalAddress(userId: string): Promise<string | null>;
}
