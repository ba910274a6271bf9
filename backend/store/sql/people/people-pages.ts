import { accountKey, loginKey } from '#domain/identity/login.ts';
import type { Page, PageQuestion } from '#service/page-ports.ts';
import type { SessionQuestion } from '#service/people/people-ports.ts';
import type { Account, OpenSessionRow } from '#service/people/people-rows.ts';
import type { Sql } from '../sql.ts';
import { accountFrom, SELECT_ACCOUNT, type AccountRow } from './accounts.ts';

// Lists of people and of their sessions, page by page.

/** Accounts in the order of their keys; a search finds texts in the login or the name. */
export async function accountPage(
  sql: Sql,
  { cursor, limit, search }: PageQuestion,
): Promise<Page<Account>> {
  const text = search ?? '';
  const { dialect } = sql;
  const found = ['@name', '@capital'].map((name) => dialect.contains('display_name', name));
  const rows = await sql.all<AccountRow>(
    `${SELECT_ACCOUNT}
     WHERE login_folded > @cursor AND (@login = '' OR ${dialect.contains('login_folded', '@login')}
       OR ${found.join(' OR ')})
     ORDER BY login_folded LIMIT @limit`,
    {
      cursor: cursor ?? '',
      limit,
      login: loginKey(text),
      // Neither engine folds letters beyond ASCII: a name is found as it is typed, or capitalised.
      name: text,
      capital: text.slice(0, 1).toUpperCase() + text.slice(1),
    },
  );
  const last = rows.length < limit ? undefined : rows.at(-1);
  const nextCursor = last === undefined ? null : accountKey(last.programmeId, last.login);
  return { rows: rows.map(accountFrom), nextCursor };
}

const SESSIONS = `
  SELECT session.session_id AS sessionId, session.user_id AS userId, login,
    display_name AS displayName, user_account.role AS role, workstation_id AS workstationId,
    opened_at_ms AS openedAtMs, expires_at_ms AS expiresAtMs
  FROM session JOIN user_account ON user_account.user_id = session.user_id
  WHERE expires_at_ms > @nowMs AND (@userId = '' OR session.user_id = @userId)
    AND (opened_at_ms < @openedAtMs OR (opened_at_ms = @openedAtMs AND session_id > @sessionId))
  ORDER BY opened_at_ms DESC, session_id LIMIT @limit`;

/** Open sessions, the newest first. */
export async function sessionPage(
  sql: Sql,
  { cursor, limit, userId, nowMs }: SessionQuestion,
): Promise<Page<OpenSessionRow>> {
  const [, at = '', sessionId = ''] = /^(\d{1,15}):(.*)$/u.exec(cursor ?? '') ?? [];
  const openedAtMs = at === '' ? Number.MAX_SAFE_INTEGER : Number(at);
  const after = { openedAtMs, sessionId };
  const asked = { userId: userId ?? '', nowMs, limit, ...after };
  const rows = await sql.all<OpenSessionRow>(SESSIONS, asked);
  const last = rows.length < limit ? undefined : rows.at(-1);
  const nextCursor = last === undefined ? null : `${last.openedAtMs}:${last.sessionId}`;
  return { rows, nextCursor };
}
