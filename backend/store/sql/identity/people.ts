import { NO_ERRORS, type SignInErrors } from '#domain/identity/attempts.ts';
import { loginKey } from '#domain/identity/login.ts';
import type * as r from '#protocol/records.ts';
import type { UserWithPassword } from '#service/ports.ts';
import { grantsFrom } from '../people/grants.ts';
import type { Sql, SqlWrite } from '../sql.ts';

// Users and the errors at signing in. Logins are told apart by their folded form.

/**
 * Errors are counted for logins that nobody has, too: whoever tries many must not fill the disk. No
 * wait is ever that long; errors that count towards a lock are kept however old they are (P-18).
 */
const ERRORS_KEPT_MS = 24 * 3_600_000;

const COLUMNS = `user_id AS userId, login, display_name AS displayName, role, active,
  client_id AS clientId, grants`;

interface UserRow extends Omit<r.UserRecord, 'active' | 'clientId' | 'grants'> {
  readonly active: 0 | 1;
  readonly clientId: string | null;
  readonly grants: string;
}

interface PasswordRow extends UserRow {
  readonly passwordHash: string;
}

const SQL = {
  byLogin: `
    SELECT ${COLUMNS}, password_hash AS passwordHash FROM user_account
    WHERE login_folded = @loginFolded`,
  byId: `
    SELECT ${COLUMNS}, password_hash AS passwordHash FROM user_account WHERE user_id = @userId`,
  all: `SELECT ${COLUMNS} FROM user_account ORDER BY login_folded`,
  add: `
    INSERT INTO user_account (user_id, login, login_folded, display_name, role, active,
      password_hash, client_id)
    VALUES (@userId, @login, @loginFolded, @displayName, @role, @active, @passwordHash, @clientId)
    ON CONFLICT (login_folded) DO NOTHING`,
  errors: `
    SELECT error_count AS errorCount, last_error_at_ms AS lastErrorAtMs FROM sign_in_error
    WHERE login_folded = @loginFolded`,
  clearErrors: `DELETE FROM sign_in_error WHERE login_folded = @loginFolded`,
  clearKnown: `
    DELETE FROM sign_in_error WHERE login_folded = @loginFolded AND error_count = @wasCount`,
  forgetErrors: `DELETE FROM sign_in_error WHERE last_error_at_ms < @beforeMs AND kept = 0`,
  putErrors: `
    INSERT INTO sign_in_error (login_folded, error_count, last_error_at_ms, kept)
    VALUES (@loginFolded, @errorCount, @lastErrorAtMs, @kept)
    ON CONFLICT (login_folded) DO UPDATE SET error_count = excluded.error_count,
      last_error_at_ms = excluded.last_error_at_ms, kept = excluded.kept
    WHERE CAST(@wasCount AS INTEGER) IS NULL OR sign_in_error.error_count = @wasCount`,
};

export async function userByLogin(sql: Sql, login: string): Promise<UserWithPassword | null> {
  const loginFolded = loginKey(login);
  return userFrom(await sql.get<PasswordRow>(SQL.byLogin, { loginFolded }));
}

export async function userById(sql: Sql, userId: string): Promise<UserWithPassword | null> {
  return userFrom(await sql.get<PasswordRow>(SQL.byId, { userId }));
}

export async function allUsers(sql: Sql): Promise<readonly r.UserRecord[]> {
  const rows = await sql.all<UserRow>(SQL.all);
  return rows.map(recordFrom);
}

/** False when the login is taken. */
export async function addUser(sql: SqlWrite, user: UserWithPassword): Promise<boolean> {
  const active = user.active ? 1 : 0;
  const loginFolded = loginKey(user.login);
  const clientId = user.clientId ?? null;
  return (await sql.run(SQL.add, { ...user, loginFolded, active, clientId })) === 1;
}

export async function signInErrors(sql: Sql, login: string): Promise<SignInErrors> {
  const loginFolded = loginKey(login);
  const row = await sql.get<SignInErrors>(SQL.errors, { loginFolded });
  return row ?? NO_ERRORS;
}

export interface PutErrors {
  readonly accountKey: string;
  readonly errors: SignInErrors | null;
  /** What they were when they were read; left out where any will do. */
  readonly was?: SignInErrors | undefined;
  /** Whether they are forgotten by nothing but a success, a recovery or an unlock. */
  readonly isKept?: boolean | undefined;
}

/** False when there are others by now than were read: another backend was tried meanwhile. */
export async function putSignInErrors(
  sql: SqlWrite,
  { accountKey, errors, was, isKept = false }: PutErrors,
): Promise<boolean> {
  const loginFolded = loginKey(accountKey);
  const wasCount = was?.errorCount ?? null;
  if (errors === null || errors.errorCount === 0) {
    if (wasCount === null || wasCount === 0) await sql.run(SQL.clearErrors, { loginFolded });
    else return (await sql.run(SQL.clearKnown, { loginFolded, wasCount })) === 1;
    return true;
  }
  await sql.run(SQL.forgetErrors, { beforeMs: errors.lastErrorAtMs - ERRORS_KEPT_MS });
  const kept = isKept ? 1 : 0;
  return (await sql.run(SQL.putErrors, { loginFolded, ...errors, wasCount, kept })) === 1;
}

function userFrom(row: PasswordRow | undefined): UserWithPassword | null {
  return row === undefined ? null : recordFrom(row);
}

function recordFrom<Row extends UserRow>({ clientId, active, grants: given, ...row }: Row) {
  const grants = grantsFrom(given);
  return {
    ...row,
    active: active === 1,
    ...(clientId === null ? {} : { clientId }),
    ...(grants.length === 0 ? {} : { grants: [...grants] }),
  };
}
