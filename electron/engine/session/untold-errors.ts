import type { WritableDb } from '#sqlite/open.ts';
import type { Core } from '../core.ts';
import type { Entrance } from './entrance.ts';

// Errors at sign-in that happened without the link, until the backend has counted them (P-18).

/** Somebody who guesses without the link fills no disk: beyond so many logins none is noted. */
const LOGINS_MAX = 1_000;

interface UntoldRow {
  readonly reportId: string;
  readonly programmeId: string | null;
  readonly login: string;
  readonly errorCount: number;
  readonly lastErrorAtMs: number;
}

export interface UntoldError extends Entrance {
  readonly key: string;
  readonly reportId: string;
  readonly atMs: number;
}

/** One more error of a login; of one that is under way already another report begins. */
export function addUntold(db: WritableDb, error: UntoldError): void {
  const { reportId, key, programmeId, login, atMs } = error;
  const row = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM untold_error').get();
  if ((row?.n ?? 0) >= LOGINS_MAX) return;
  db.prepare(
    `INSERT INTO untold_error (report_id, key, programme_id, login, errors, last_error_at_ms)
     VALUES (?, ?, ?, ?, 1, ?)
     ON CONFLICT (key) WHERE sent = 0 DO UPDATE SET errors = errors + 1,
       last_error_at_ms = excluded.last_error_at_ms`,
  ).run(reportId, key, programmeId, login, atMs);
}

/** What was not sent yet is no error any more: the person is in. */
export function forgetUntold(db: WritableDb, key: string): void {
  db.prepare('DELETE FROM untold_error WHERE key = ? AND sent = 0').run(key);
}

/** Asked again it would be refused again: an older backend, or one that reads it otherwise. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'ROUTE_NOT_FOUND',
  'FIELD_UNKNOWN',
  'FIELD_INVALID',
  'COMMAND_ID_REUSED',
]);

/**
 * Tells the backend what it could not count itself. Each report counts once, however often it is
 * sent. Nothing else waits for it: what is not told in this round is told in the next.
 */
export async function tellErrors(core: Core): Promise<void> {
  const rows = core.journal.db
    .prepare<[], UntoldRow>(
      `SELECT report_id AS reportId, programme_id AS programmeId, login, errors AS errorCount,
         last_error_at_ms AS lastErrorAtMs
       FROM untold_error ORDER BY last_error_at_ms, report_id`,
    )
    .all();
  for (const { reportId, ...error } of rows) {
    write(core, 'UPDATE untold_error SET sent = 1 WHERE report_id = ?', reportId);
    const told = await core.link.call('sign-in.errors', { commandId: reportId, ...error });
    if (!told.ok && !FOR_GOOD.has(told.code)) return;
    write(core, 'DELETE FROM untold_error WHERE report_id = ?', reportId);
  }
}

function write(core: Core, sql: string, reportId: string): void {
  core.journal.write({ atMs: core.clock.nowMs() }, ({ db }) => {
    db.prepare(sql).run(reportId);
  });
}
