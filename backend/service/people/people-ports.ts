import type { AuditEntry } from '#domain/audit/audit-entry.ts';
import type { PeopleChange } from './changes/people-change.ts';
import type { Account, CommitOutcome } from './people-rows.ts';

/** What the use cases of people and programmes need of the store. */

/** Everything that one use case writes, all of it or nothing. */
export interface PeopleWork {
  readonly atMs: number;
  /** Null where there is nothing to tell, as of a page that is only read. */
  readonly audit: AuditEntry | null;
  readonly changes: readonly PeopleChange[];
}

export interface PeopleStore {
  /** By `accountKey`; null when nobody has it. */
  accountByKey(key: string): Promise<Account | null>;
  accountById(userId: string): Promise<Account | null>;
  /** The hashes of earlier passwords, the newest first. */
  passwordsBefore(userId: string): Promise<readonly string[]>;
  /** Writes all of it in one transaction, with its audit entry at the end of the chain. */
  commit(work: PeopleWork): Promise<CommitOutcome>;
}
