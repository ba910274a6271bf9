import { accountKey, loginKey } from '#domain/identity/login.ts';
import type { Page } from '#service/page-ports.ts';
import type { AccountQuestion, SessionQuestion } from '#service/people/people-ports.ts';
import type { ListedAccount, OpenSessionRow } from '#service/people/people-rows.ts';
import type { Sql, SqlDialect } from '../sql.ts';
import { ACCOUNT_COLUMNS, accountFrom, type AccountRow } from './accounts.ts';

// Lists of people and of their sessions, page by page.

interface ListedRow extends AccountRow {
  readonly errorCount: number | null;
  readonly lastErrorAtMs: number | null;
  readonly clientName: string | null;
}

const LISTED = `
  SELECT ${ACCOUNT_COLUMNS}, error_count AS errorCount, last_error_at_ms AS lastErrorAtMs,
    (SELECT name FROM client WHERE client.client_id = user_account.client_id) AS clientName
  FROM user_account LEFT JOIN sign_in_error USING (login_folded)`;

/** Accounts in the order of their keys; a search finds texts in the login or the name. */
export async function accountPage(
  sql: Sql,
  { cursor, limit, search, role }: AccountQuestion,
): Promise<Page<ListedAccount>> {
  const rows = await sql.all<ListedRow>(
    `${LISTED}
     WHERE login_folded > @cursor AND (@role = '' OR role = @role) AND ${isPerson(sql.dialect)}
     ORDER BY login_folded LIMIT @limit`,
    {
      cursor: cursor ?? '',
      role: role ?? '',
      limit,
      ...personWords(search),
    },
  );
  const last = rows.length < limit ? undefined : rows.at(-1);
  const nextCursor = last === undefined ? null : accountKey(last.programmeId, last.login);
  return { rows: rows.map(listedFrom), nextCursor };
}

function listedFrom({ errorCount, lastErrorAtMs, clientName, ...row }: ListedRow): ListedAccount {
  const errors = { errorCount: errorCount ?? 0, lastErrorAtMs: lastErrorAtMs ?? 0 };
  return { ...accountFrom(row), errors, clientName };
}

const SESSIONS = (isFound: string): string => `
  SELECT session.session_id AS sessionId, session.user_id AS userId, login,
    display_name AS displayName, user_account.role AS role,
    session.workstation_id AS workstationId, workstation.name AS workstationName,
    station.name AS stationName, opened_at_ms AS openedAtMs, expires_at_ms AS expiresAtMs
  FROM session JOIN user_account ON user_account.user_id = session.user_id
    LEFT JOIN workstation ON workstation.workstation_id = session.workstation_id
    LEFT JOIN station ON station.station_id = workstation.station_id
  WHERE ${isFound} AND expires_at_ms > @nowMs AND (@userId = '' OR session.user_id = @userId)
    AND (opened_at_ms < @openedAtMs OR (opened_at_ms = @openedAtMs AND session_id > @sessionId))
  ORDER BY opened_at_ms DESC, session_id LIMIT @limit`;

/** Open sessions, the newest first; a search finds texts in the login or the name. */
export async function sessionPage(
  sql: Sql,
  { cursor, limit, search, userId, nowMs }: SessionQuestion,
): Promise<Page<OpenSessionRow>> {
  const [, at = '', sessionId = ''] = /^(\d{1,15}):(.*)$/u.exec(cursor ?? '') ?? [];
  const openedAtMs = at === '' ? Number.MAX_SAFE_INTEGER : Number(at);
  const after = { openedAtMs, sessionId };
  const asked = { userId: userId ?? '', nowMs, limit, ...after, ...personWords(search) };
  const rows = await sql.all<OpenSessionRow>(SESSIONS(isPerson(sql.dialect)), asked);
  const last = rows.length < limit ? undefined : rows.at(-1);
  const nextCursor = last === undefined ? null : `${last.openedAtMs}:${last.sessionId}`;
  return { rows, nextCursor };
}

/** True of a row of user_account that `personWords` find, and of every one where they are empty. */
export function isPerson(dialect: Pick<SqlDialect, 'contains'>): string {
  const inName = ['@name', '@capital'].map((name) => dialect.contains('display_name', name));
  const inLogin = dialect.contains('login_folded', '@login');
  return `(@login = '' OR ${[inLogin, ...inName].join(' OR ')})`;
}

/** The values of `isPerson`; null and an empty text find everybody. */
export function personWords(search: string | null): Record<'login' | 'name' | 'capital', string> {
  const text = search ?? '';
  return {
    login: loginKey(text),
    // Neither engine folds letters beyond ASCII: a name is found as it is typed, or capitalised.
    name: text,
    capital: text.slice(0, 1).toUpperCase() + text.slice(1),
  };
}
