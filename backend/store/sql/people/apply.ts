import type { PeopleChange } from '#service/people/changes/people-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { SqlWrite } from '../sql.ts';
import { applyAccount } from './accounts.ts';

/** Writes one change with the words of its topic; anything but `done` undoes the whole work. */
export function applyChange(sql: SqlWrite, change: PeopleChange): Promise<CommitOutcome> {
  return applyAccount(sql, change);
}
