import { loginKey } from '#domain/identity/login.ts';
import type * as r from '#protocol/records.ts';
import type { SignInErrors, UserWithPassword } from '#service/ports.ts';
import type { WritableDb } from '#sqlite/open.ts';

/**
 * Errors are counted for logins that nobody has, too: whoever tries many must not fill the disk. No
 * wait is ever that long.
 */
const ERRORS_KEPT_MS = 24 * 3_600_000;

const COLUMNS = `user_id AS userId, login, display_name AS displayName, role, active`;

interface UserRow extends Omit<r.UserRecord, 'active'> {
  readonly active: 0 | 1;
}

interface PasswordRow extends UserRow {
  readonly passwordHash: string;
}

/** Users and the errors at signing in. Logins are told apart by their folded form. */
export class People {
  readonly #statements;

  constructor(db: WritableDb) {
    this.#statements = prepare(db);
  }

  byLogin(loginFolded: string): UserWithPassword | null {
    const row = this.#statements.byLogin.get(loginFolded);
    return row === undefined ? null : { ...row, active: row.active === 1 };
  }

  byId(userId: string): UserWithPassword | null {
    const row = this.#statements.byId.get(userId);
    return row === undefined ? null : { ...row, active: row.active === 1 };
  }

  all(): readonly r.UserRecord[] {
    return this.#statements.all.all().map((row) => ({ ...row, active: row.active === 1 }));
  }

  /** False when the login is taken. */
  add(user: UserWithPassword): boolean {
    const { userId, login, displayName, role, passwordHash } = user;
    const loginFolded = loginKey(login);
    if (this.#statements.byLogin.get(loginFolded) !== undefined) return false;
    const active = user.active ? 1 : 0;
    this.#statements.add.run({
      userId,
      login,
      loginFolded,
      displayName,
      role,
      active,
      passwordHash,
    });
    return true;
  }

  errors(loginFolded: string): SignInErrors {
    return this.#statements.errors.get(loginFolded) ?? { errorCount: 0, lastErrorAtMs: 0 };
  }

  putErrors(loginFolded: string, errors: SignInErrors | null): void {
    if (errors === null || errors.errorCount === 0) {
      this.#statements.clearErrors.run(loginFolded);
      return;
    }
    const { errorCount, lastErrorAtMs } = errors;
    this.#statements.forgetErrors.run(lastErrorAtMs - ERRORS_KEPT_MS);
    this.#statements.putErrors.run(loginFolded, errorCount, lastErrorAtMs);
  }
}

function prepare(db: WritableDb) {
  return {
    byLogin: db.prepare<[string], PasswordRow>(`
      SELECT ${COLUMNS}, password_hash AS passwordHash FROM user_account WHERE login_folded = ?`),
    byId: db.prepare<[string], PasswordRow>(
      `SELECT ${COLUMNS}, password_hash AS passwordHash FROM user_account WHERE user_id = ?`,
    ),
    all: db.prepare<[], UserRow>(`SELECT ${COLUMNS} FROM user_account ORDER BY login_folded`),
    add: db.prepare(`
      INSERT INTO user_account VALUES (@userId, @login, @loginFolded, @displayName, @role,
        @active, @passwordHash)`),
    errors: db.prepare<[string], SignInErrors>(`
      SELECT error_count AS errorCount, last_error_at_ms AS lastErrorAtMs FROM sign_in_error
      WHERE login_folded = ?`),
    clearErrors: db.prepare(`DELETE FROM sign_in_error WHERE login_folded = ?`),
    forgetErrors: db.prepare(`DELETE FROM sign_in_error WHERE last_error_at_ms < ?`),
    putErrors: db.prepare(`INSERT OR REPLACE INTO sign_in_error VALUES (?, ?, ?)`),
  };
}
