import type { NewClientAccount } from '#domain/client/client-account.ts';
import { accountKey } from '#domain/identity/login.ts';
import type { SqlRow } from '../sql/sql.ts';

/** An account that a decision makes. */
export interface BornAccount {
  readonly account: NewClientAccount;
}

/** Its row in `user_account`; what is not named has the value that a new account has. */
export function accountRow({ account }: BornAccount): SqlRow {
  const { userId, programmeId, clientId, login, displayName, role, grants } = account;
  return {
    user_id: userId,
    login,
    login_folded: accountKey(programmeId, login),
    display_name: displayName,
    role,
    active: 1,
    client_id: clientId,
    programme_id: programmeId,
    email: account.email,
    phone: account.phone,
    must_set_password: 1,
    password_expires_at_ms: account.passwordExpiresAtMs,
    password_hash: account.passwordHash,
    // Given to him; he has set none yet, so that his first one is judged as the first (row P-07).
    password_set_at_ms: null,
    grants: JSON.stringify(grants),
  };
}

/** Its row in `client_account`: of each programme a client has one. */
export function clientAccountRow({ account }: BornAccount): SqlRow {
  const { programmeId, clientId, userId } = account;
  return { programme_id: programmeId, client_id: clientId, user_id: userId };
}
