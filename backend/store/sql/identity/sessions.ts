import type { SessionRow } from '#service/people/people-rows.ts';
import type { Sql, SqlWrite } from '../sql.ts';

const COLUMNS = `
  session_id AS sessionId, token_hash AS tokenHash, user_id AS userId, role,
  workstation_id AS workstationId, opened_at_ms AS openedAtMs, expires_at_ms AS expiresAtMs,
  purpose`;

const SQL = {
  clear: `DELETE FROM session WHERE user_id = @userId AND expires_at_ms <= @openedAtMs`,
  add: `
    INSERT INTO session (session_id, token_hash, user_id, role, workstation_id, opened_at_ms,
      expires_at_ms, purpose)
    VALUES (@sessionId, @tokenHash, @userId, @role, @workstationId, @openedAtMs, @expiresAtMs,
      @purpose)`,
  byTokenHash: `SELECT ${COLUMNS} FROM session WHERE token_hash = @tokenHash`,
  byId: `SELECT ${COLUMNS} FROM session WHERE session_id = @sessionId`,
  of: `SELECT ${COLUMNS} FROM session WHERE user_id = @userId ORDER BY opened_at_ms, session_id`,
  holdAccount: `UPDATE user_account SET revision = revision WHERE user_id = @userId`,
  remove: `DELETE FROM session WHERE session_id = @sessionId`,
  removeOthers: `DELETE FROM session WHERE user_id = @userId AND session_id <> @keptSessionId`,
};

/** Those that are over go when a new one comes. */
export async function addSession(sql: SqlWrite, session: SessionRow): Promise<void> {
  await sql.run(SQL.clear, session);
  await sql.run(SQL.add, session);
}

export async function sessionByTokenHash(sql: Sql, tokenHash: string): Promise<SessionRow | null> {
  return (await sql.get<SessionRow>(SQL.byTokenHash, { tokenHash })) ?? null;
}

export async function sessionById(sql: Sql, sessionId: string): Promise<SessionRow | null> {
  return (await sql.get<SessionRow>(SQL.byId, { sessionId })) ?? null;
}

export function sessionsOf(sql: Sql, userId: string): Promise<readonly SessionRow[]> {
  return sql.all<SessionRow>(SQL.of, { userId });
}

/** False when there was none. */
export async function removeSession(sql: SqlWrite, sessionId: string): Promise<boolean> {
  return (await sql.run(SQL.remove, { sessionId })) === 1;
}

/**
 * All of a person but one; null for that one removes it too. Whoever makes another one in the place
 * of one of them holds the account's row: it is waited for, and then its session is seen.
 */
export async function removeSessionsOf(
  sql: SqlWrite,
  userId: string,
  keptSessionId: string | null,
): Promise<void> {
  await sql.run(SQL.holdAccount, { userId });
  await sql.run(SQL.removeOthers, { userId, keptSessionId: keptSessionId ?? '' });
}
