import type { PeopleStore, PeopleWork } from '#service/people/people-ports.ts';
import type { Account, CommitOutcome } from '#service/people/people-rows.ts';
import type { SqlDatabase, SqlWrite } from '../sql.ts';
import * as accounts from './accounts.ts';
import { applyChange } from './apply.ts';
import { addAuditEntry } from './audit.ts';

/** Accounts, and everything that use cases of people write. */
export class SqlPeopleStore implements PeopleStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  accountByKey(key: string): Promise<Account | null> {
    return accounts.accountByKey(this.#db, key);
  }

  accountById(userId: string): Promise<Account | null> {
    return accounts.accountById(this.#db, userId);
  }

  passwordsBefore(userId: string): Promise<readonly string[]> {
    return accounts.passwordsBefore(this.#db, userId);
  }

  async commit(work: PeopleWork): Promise<CommitOutcome> {
    try {
      await this.#db.write((sql) => applyAll(sql, work));
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
  for (const change of changes) {
    const applied = await applyChange(sql, change, atMs);
    if (applied !== 'done') throw new Undone(applied);
  }
  if (audit !== null) await addAuditEntry(sql, audit, atMs);
}
