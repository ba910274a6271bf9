import { z } from 'zod';
import type { PasswordGiving } from '#domain/approval/second-person.ts';
import { mailboxSpellings } from '#domain/client/contact.ts';
import { accountKey } from '#domain/identity/login.ts';
import { isOwner } from '#domain/identity/rights.ts';
import type { AccountChange } from '#service/people/changes/account-change.ts';
import type { Account, CommitOutcome } from '#service/people/people-rows.ts';
import { putSignInErrors } from '../identity/people.ts';
import * as sessions from '../identity/sessions.ts';
import type { Sql, SqlWrite } from '../sql.ts';
import { grantsFrom } from './grants.ts';

// Accounts as the use cases of people know them; the records of before read the same rows.

export interface AccountRow extends Omit<
  Account,
  'active' | 'mustSetPassword' | 'grants' | 'preferences'
> {
  readonly active: 0 | 1;
  readonly mustSetPassword: 0 | 1;
  readonly grants: string;
  readonly preferences: string;
}

export const ACCOUNT_COLUMNS = `user_id AS userId, login, display_name AS displayName, role, active,
  client_id AS clientId, programme_id AS programmeId, email, phone, state,
  must_set_password AS mustSetPassword, password_expires_at_ms AS passwordExpiresAtMs,
  password_hash AS passwordHash, password_set_at_ms AS passwordSetAtMs, grants, preferences,
  revision`;

const SELECT_ACCOUNT = `SELECT ${ACCOUNT_COLUMNS} FROM user_account`;

const SQL = {
  putStaffTerm: `
    UPDATE network SET staff_offline_days = @offlineDays WHERE staff_offline_days = @seenDays`,
  // Of a mailbox that is kept in both spellings it is the one that people read.
  byKey: `
    ${SELECT_ACCOUNT} WHERE login_folded IN (@key, @encodedKey)
    ORDER BY CASE WHEN login_folded = @key THEN 0 ELSE 1 END LIMIT 1`,
  byId: `${SELECT_ACCOUNT} WHERE user_id = @userId`,
  ofClient: `
    ${SELECT_ACCOUNT} WHERE client_id = @clientId AND state <> 'erased' ORDER BY login_folded`,
  add: `
    INSERT INTO user_account (user_id, login, login_folded, display_name, role, active, client_id,
      programme_id, email, phone, state, must_set_password, password_expires_at_ms, password_hash,
      password_set_at_ms, grants, preferences, revision)
    VALUES (@userId, @login, @key, @displayName, @role, @active, @clientId, @programmeId, @email,
      @phone, @state, @mustSetPassword, @passwordExpiresAtMs, @passwordHash, @passwordSetAtMs,
      @grants, @preferences, @revision)
    ON CONFLICT DO NOTHING`,
  put: `
    UPDATE user_account SET display_name = @displayName, role = @role, active = @active,
      client_id = @clientId, email = @email, phone = @phone, state = @state,
      must_set_password = @mustSetPassword, password_expires_at_ms = @passwordExpiresAtMs,
      password_hash = @passwordHash, password_set_at_ms = @passwordSetAtMs, grants = @grants,
      preferences = @preferences, revision = revision + 1
    WHERE user_id = @userId AND revision = @revision`,
  // Whoever has read it before writes nothing any more.
  touch: `UPDATE user_account SET revision = revision + 1 WHERE user_id = @userId`,
  // Writes nothing new, and holds the row as a change of it would.
  unchanged: `
    UPDATE user_account SET revision = revision WHERE user_id = @userId AND revision = @revision`,
  // Who has set no password of his own stands outside once the drawn one's term is over.
  administrators: `
    SELECT user_id AS userId FROM user_account
    WHERE role = 'administrator' AND active = 1 AND state = 'active' AND must_set_password = 0`,
  lock: `
    UPDATE user_account SET state = 'locked', revision = revision + 1
    WHERE user_id = @userId AND state = 'active'`,
  lockNobody: `UPDATE sign_in_error SET error_count = error_count WHERE login_folded = @accountKey`,
  passwordsBefore: `
    SELECT password_hash AS passwordHash FROM password_history
    WHERE user_id = @userId ORDER BY set_at_ms DESC, password_hash`,
  keepPassword: `
    INSERT INTO password_history VALUES (@userId, @setAtMs, @passwordHash) ON CONFLICT DO NOTHING`,
  givenSince: `
    SELECT user_id AS userId, given_by AS givenBy, given_at_ms AS atMs FROM given_password
    WHERE given_at_ms > @afterMs`,
  givePassword: `
    INSERT INTO given_password (user_id, given_by, given_at_ms) VALUES (@userId, @givenBy, @atMs)
    ON CONFLICT (user_id, given_by) DO UPDATE SET given_at_ms = excluded.given_at_ms`,
  forgetPasswords: `
    DELETE FROM password_history WHERE user_id = @userId AND password_hash NOT IN (
      SELECT password_hash FROM password_history WHERE user_id = @userId
      ORDER BY set_at_ms DESC, password_hash LIMIT @keepCount)`,
};

const preferences = z.record(z.string(), z.unknown());

export async function accountAt(
  sql: Sql,
  programmeId: string | null,
  login: string,
): Promise<Account | null> {
  const { readable, encoded } = mailboxSpellings(login);
  const key = accountKey(programmeId, readable);
  const encodedKey = accountKey(programmeId, encoded);
  const row = await sql.get<AccountRow>(SQL.byKey, { key, encodedKey });
  const isThere = row !== undefined && row.programmeId === programmeId;
  return isThere ? accountFrom(row) : null;
}

export async function accountById(sql: Sql, userId: string): Promise<Account | null> {
  const row = await sql.get<AccountRow>(SQL.byId, { userId });
  return row === undefined ? null : accountFrom(row);
}

export async function accountsOf(sql: Sql, clientId: string): Promise<readonly Account[]> {
  const rows = await sql.all<AccountRow>(SQL.ofClient, { clientId });
  return rows.map(accountFrom);
}

export async function passwordsBefore(sql: Sql, userId: string): Promise<readonly string[]> {
  const rows = await sql.all<{ passwordHash: string }>(SQL.passwordsBefore, { userId });
  return rows.map((row) => row.passwordHash);
}

export async function administrators(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.all<{ userId: string }>(SQL.administrators);
  return rows.map(({ userId }) => userId);
}

export function passwordGivingsSince(
  sql: Sql,
  afterMs: number,
): Promise<readonly PasswordGiving[]> {
  return sql.all<PasswordGiving>(SQL.givenSince, { afterMs });
}

export async function applyAccount(
  sql: SqlWrite,
  change: AccountChange,
  atMs: number,
): Promise<CommitOutcome> {
  switch (change.kind) {
    case 'account.add':
      return addAccount(sql, change.account);
    case 'account.put':
      return (await sql.run(SQL.put, rowOf(change.account))) === 1 ? 'done' : 'stale';
    case 'account.unchanged': {
      const { userId, revision } = change;
      return (await sql.run(SQL.unchanged, { userId, revision })) === 1 ? 'done' : 'stale';
    }
    case 'account.touch':
      await sql.run(SQL.touch, { userId: change.userId });
      return 'done';
    case 'password.keep': {
      const { userId, setAtMs, passwordHash, keepCount } = change;
      await sql.run(SQL.keepPassword, { userId, setAtMs, passwordHash });
      await sql.run(SQL.forgetPasswords, { userId, keepCount });
      return 'done';
    }
    case 'password.given': {
      const { userId, givenBy } = change;
      await sql.run(SQL.givePassword, { userId, givenBy, atMs });
      return 'done';
    }
    case 'session.add':
      await sessions.addSession(sql, change.session);
      return 'done';
    case 'session.end':
      await sessions.removeSession(sql, change.sessionId);
      return 'done';
    case 'session.replace':
      return (await sessions.removeSession(sql, change.sessionId)) ? 'done' : 'stale';
    case 'session.end-others':
      await sessions.removeSessionsOf(sql, change.userId, change.keptSessionId);
      return 'done';
    case 'staff-term.put':
      return (await sql.run(SQL.putStaffTerm, { ...change })) === 1 ? 'done' : 'stale';
    case 'administrator.remains':
      return (await remainsAdministered(sql)) ? 'done' : 'stale';
    case 'owner.remains':
      return (await remainsOwned(sql, change.clientId)) ? 'done' : 'stale';
    case 'account.lock':
      await sql.run(change.userId === null ? SQL.lockNobody : SQL.lock, { ...change });
      return 'done';
    case 'errors.put':
      return (await putSignInErrors(sql, change)) ? 'done' : 'stale';
  }
}

/** A mailbox is one login in whichever of its spellings it is kept. */
async function addAccount(sql: SqlWrite, account: Account): Promise<CommitOutcome> {
  if ((await accountAt(sql, account.programmeId, account.login)) !== null) return 'taken';
  return (await sql.run(SQL.add, rowOf(account))) === 1 ? 'done' : 'taken';
}

/** Whoever takes the last but one away waits for whoever takes the last one. */
async function remainsAdministered(sql: SqlWrite): Promise<boolean> {
  await sql.lock('network');
  return (await sql.get(SQL.administrators)) !== undefined;
}

/** The same of a client's owners, of whom two may end each other in one moment. */
async function remainsOwned(sql: SqlWrite, clientId: string): Promise<boolean> {
  await sql.lock('network');
  return (await accountsOf(sql, clientId)).some(isOwner);
}

function rowOf(account: Account) {
  const { active, mustSetPassword, ...fields } = account;
  return {
    ...fields,
    key: accountKey(account.programmeId, account.login),
    active: active ? 1 : 0,
    mustSetPassword: mustSetPassword ? 1 : 0,
    grants: JSON.stringify(account.grants),
    preferences: JSON.stringify(account.preferences),
  };
}

export function accountFrom(row: AccountRow): Account {
  return {
    ...row,
    active: row.active === 1,
    mustSetPassword: row.mustSetPassword === 1,
    grants: grantsFrom(row.grants),
    preferences: preferences.parse(JSON.parse(row.preferences)),
  };
}
