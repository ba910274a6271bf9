import type { ChainedEntry } from '#domain/audit/audit-chain.ts';
import type { Approval } from '#domain/approval/approval.ts';
import type { Page } from '#service/page-ports.ts';
import type { AuditRecord } from '#protocol/records/audit.ts';
import type {
  AccountQuestion,
  ApprovalQuestion,
  AuditQuestion,
  PeopleStore,
  PeopleWork,
  SessionQuestion,
} from '#service/people/people-ports.ts';
import type {
  Account,
  CommitOutcome,
  ListedAccount,
  OpenSessionRow,
  SessionRow,
} from '#service/people/people-rows.ts';
import * as sessions from '../identity/sessions.ts';
import type { SqlDatabase, SqlWrite } from '../sql.ts';
import * as accounts from './accounts.ts';
import * as approvals from './approvals.ts';
import { applyChange } from './apply.ts';
import { addAuditEntry, auditPage, chainedEntries, signedInBefore } from '../audit-trail.ts';
import { isOfficeChange, lockOf } from '../office/office-changes.ts';
import { standing, withSides } from '../office/standing.ts';
import { accountPage, sessionPage } from './people-pages.ts';

/** Accounts, and everything that use cases of people write. */
export class SqlPeopleStore implements PeopleStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  accountAt(programmeId: string | null, login: string): Promise<Account | null> {
    return accounts.accountAt(this.#db, programmeId, login);
  }

  accountById(userId: string): Promise<Account | null> {
    return accounts.accountById(this.#db, userId);
  }

  accountsOf(clientId: string): Promise<readonly Account[]> {
    return accounts.accountsOf(this.#db, clientId);
  }

  passwordsBefore(userId: string): Promise<readonly string[]> {
    return accounts.passwordsBefore(this.#db, userId);
  }

  administrators() {
    return accounts.administrators(this.#db);
  }

  passwordGivingsSince(afterMs: number) {
    return accounts.passwordGivingsSince(this.#db, afterMs);
  }

  accounts(question: AccountQuestion): Promise<Page<ListedAccount>> {
    return accountPage(this.#db, question);
  }

  sessionById(sessionId: string): Promise<SessionRow | null> {
    return sessions.sessionById(this.#db, sessionId);
  }

  openSessions(question: SessionQuestion): Promise<Page<OpenSessionRow>> {
    return sessionPage(this.#db, question);
  }

  signedInBefore(userId: string, workstationId: string | null) {
    return signedInBefore(this.#db, userId, workstationId);
  }

  auditEntries(question: AuditQuestion): Promise<Page<AuditRecord>> {
    return auditPage(this.#db, question);
  }

  chainedEntries(afterSeq: number, limit: number): Promise<readonly ChainedEntry[]> {
    return chainedEntries(this.#db, afterSeq, limit);
  }

  approvalById(approvalId: string): Promise<Approval | null> {
    return approvals.approvalById(this.#db, approvalId);
  }

  latestApproval(of: Pick<Approval, 'event' | 'subjectId'>): Promise<Approval | null> {
    return approvals.latestApproval(this.#db, of);
  }

  waitingApprovals(question: ApprovalQuestion): Promise<readonly Approval[]> {
    return approvals.waitingApprovals(this.#db, question);
  }

  commit(work: PeopleWork): Promise<CommitOutcome> {
    return this.commitAll([work]);
  }

  async commitAll(works: readonly PeopleWork[]): Promise<CommitOutcome> {
    try {
      await this.#db.write(async (sql) => {
        for (const work of works) await applyAll(sql, work);
      });
      return 'done';
    } catch (error) {
      if (error instanceof Undone) return error.applied;
      throw error;
    }
  }
}

/** Undoes the transaction of a work that is not as it was thought. */
class Undone extends Error {
  readonly applied: CommitOutcome;

  constructor(applied: CommitOutcome) {
    super(`not written: ${applied}`);
    this.applied = applied;
  }
}

async function applyAll(sql: SqlWrite, { atMs, audit, changes }: PeopleWork): Promise<void> {
  for (const change of changes) if (isOfficeChange(change)) await sql.lock(lockOf(change));
  const before = await standing(sql, changes);
  for (const change of changes) {
    const applied = await applyChange(sql, change, atMs);
    if (applied !== 'done') throw new Undone(applied);
  }
  if (audit === null) return;
  const after = await standing(sql, changes);
  await addAuditEntry(sql, withSides(audit, before, after), atMs);
}
