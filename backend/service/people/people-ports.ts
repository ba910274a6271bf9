import type { Approval } from '#domain/approval/approval.ts';
import type { PasswordGiving } from '#domain/approval/second-person.ts';
import type { ChainedEntry } from '#domain/audit/audit-chain.ts';
import type { AuditEntry } from '#domain/audit/audit-entry.ts';
import type { Role } from '#domain/identity/rights.ts';
import type { AuditRecord } from '#protocol/records/audit.ts';
import type { PeopleChange } from './changes/people-change.ts';
import type { Page, PageQuestion } from '../page-ports.ts';
import type {
  Account,
  CommitOutcome,
  ListedAccount,
  OpenSessionRow,
  SessionRow,
} from './people-rows.ts';

/** What the use cases of people and programmes need of the store. */

/** Everything that one use case writes, all of it or nothing. */
export interface PeopleWork {
  readonly atMs: number;
  /** Null where there is nothing to tell, as of a page that is only read. */
  readonly audit: AuditEntry | null;
  readonly changes: readonly PeopleChange[];
}

export interface ApprovalQuestion {
  /** Whoever asks: what was let happen he alone may do. */
  readonly userId: string;
  readonly nowMs: number;
  readonly limit: number;
}

export interface AuditQuestion extends Pick<PageQuestion, 'cursor' | 'limit'> {
  readonly fromMs?: number | undefined;
  /** This moment is not in it any more. */
  readonly untilMs?: number | undefined;
  readonly userId?: string | undefined;
  readonly event?: string | undefined;
  readonly workstationId?: string | undefined;
  readonly subjectId?: string | undefined;
  /** Of both where it is left out. */
  readonly outcome?: 'accepted' | 'refused' | undefined;
}

export interface AccountQuestion extends PageQuestion {
  /** Of everybody when it is left out. */
  readonly role?: Role | undefined;
}

export interface SessionQuestion extends Pick<PageQuestion, 'cursor' | 'limit' | 'search'> {
  /** Whose; null for everybody's. */
  readonly userId: string | null;
  readonly nowMs: number;
}

export interface PeopleStore {
  /**
   * Whoever has this login at a programme's door, or at that of the network's own people (null).
   * Two doors may make one `accountKey` of a login with a slash: only the door's own is found.
   */
  accountAt(programmeId: string | null, login: string): Promise<Account | null>;
  accountById(userId: string): Promise<Account | null>;
  /** The hashes of earlier passwords, the newest first. */
  passwordsBefore(userId: string): Promise<readonly string[]>;
  /** Who gave whom a temporary password after a moment, each pair with its last time. */
  passwordGivingsSince(afterMs: number): Promise<readonly PasswordGiving[]>;
  /** Who administers the network by a password of his own, and may come in. */
  administrators(): Promise<readonly string[]>;
  /** A client's people, by their logins; closed accounts too, erased ones not. */
  accountsOf(clientId: string): Promise<readonly Account[]>;
  /** Everybody's accounts by their keys; of words all have to be in login or name. */
  accounts(question: AccountQuestion): Promise<Page<ListedAccount>>;
  /**
   * Where somebody has come in by a password before, as the trail keeps it: at this workstation or
   * one that it has replaced (null: at none), only elsewhere, or never.
   */
  signedInBefore(
    userId: string,
    workstationId: string | null,
  ): Promise<'here' | 'elsewhere' | 'never'>;
  sessionById(sessionId: string): Promise<SessionRow | null>;
  openSessions(question: SessionQuestion): Promise<Page<OpenSessionRow>>;
  /** Entries of the audit trail, the newest first. */
  auditEntries(question: AuditQuestion): Promise<Page<AuditRecord>>;
  /** Entries of the trail after a number as they are kept, the oldest first. */
  chainedEntries(afterSeq: number, limit: number): Promise<readonly ChainedEntry[]>;
  approvalById(approvalId: string): Promise<Approval | null>;
  /** The last one that was asked for a command about a subject, whatever became of it. */
  latestApproval(of: Pick<Approval, 'event' | 'subjectId'>): Promise<Approval | null>;
  /** What waits now, and what he asked for and may do now; the longest first. */
  waitingApprovals(question: ApprovalQuestion): Promise<readonly Approval[]>;
  /** Writes all of it in one transaction, with its audit entry at the end of the chain. */
  commit(work: PeopleWork): Promise<CommitOutcome>;
  /** The same of several works, each with an entry of its own: all of them, or nothing. */
  commitAll(works: readonly PeopleWork[]): Promise<CommitOutcome>;
}
