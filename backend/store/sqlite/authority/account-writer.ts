import type { WritableDb } from '#sqlite/open.ts';
import { accountRow, clientAccountRow, type BornAccount } from '../../authority/account-row.ts';

/** Writes the accounts that decisions make (row N-05). */
export class AccountWriter {
  readonly #account;
  readonly #ofClient;

  constructor(db: WritableDb) {
    this.#account = db.prepare(`
      INSERT INTO user_account (user_id, login, login_folded, display_name, role, active, client_id,
        programme_id, email, phone, must_set_password, password_expires_at_ms, password_hash,
        password_set_at_ms, grants)
      VALUES (@user_id, @login, @login_folded, @display_name, @role, @active, @client_id,
        @programme_id, @email, @phone, @must_set_password,
        @password_expires_at_ms, @password_hash, @password_set_at_ms, @grants)`);
    this.#ofClient = db.prepare(`
      INSERT INTO client_account (programme_id, client_id, user_id)
      VALUES (@programme_id, @client_id, @user_id)`);
  }

  add(born: BornAccount): void {
    this.#account.run(accountRow(born));
    this.#ofClient.run(clientAccountRow(born));
  }
}
