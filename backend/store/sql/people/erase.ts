import { applicationForm } from '#protocol/records/application.ts';
import type { ConsentChange } from '#service/people/changes/consent-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { SqlWrite } from '../sql.ts';
import { forgetNobodysCases } from './erase-cases.ts';

// What is known of a person, wherever it stands, goes; rows that the ledger, the law or the audit
// trail point at stay without it. A table that learns something new of people has its line here:
// the test looks through all of them.

const NOBODY = '-';
/** As long as the shortest phone of a form. */
const NO_PHONE = '-----';

/**
 * A first answer that names him is repeated no more; its row stays, so that the command is not
 * carried out anew. By `replace`, which knows no wildcard in a login.
 */
const NAMES_HIM = ['user_id', 'login', 'email', 'phone']
  .map(
    (column) => `${column} IS NOT NULL AND replace(answer, '"' || ${column} || '"', '') <> answer`,
  )
  .join(' OR ');

/** Before the account itself: they ask what it knew. */
const WHILE_KNOWN = [
  `DELETE FROM sign_in_error WHERE login_folded =
    (SELECT login_folded FROM user_account WHERE user_id = @userId)`,
  `UPDATE command_answer SET digest = '', answer = '' WHERE EXISTS (SELECT 1 FROM user_account
    WHERE user_id = @userId AND (${NAMES_HIM}))`,
  // The authority's own first answer names the account that was born with a contract.
  `UPDATE command_outcome SET outcome = replace(outcome,
      (SELECT '"login":"' || login || '"' FROM user_account WHERE user_id = @userId),
      '"login":"' || @nobody || '"')
    WHERE kind = 'contract.sign' AND contract_id IN (SELECT contract_id FROM contract
      WHERE client_id = (SELECT client_id FROM user_account WHERE user_id = @userId))`,
  `DELETE FROM registration WHERE EXISTS (SELECT 1 FROM user_account
    WHERE user_id = @userId AND user_account.programme_id = registration.programme_id
      AND user_account.phone = registration.phone)`,
  `UPDATE feedback SET contact = @nobody, body = @nobody,
      answer = CASE WHEN answer IS NULL THEN NULL ELSE @nobody END
    WHERE EXISTS (SELECT 1 FROM user_account WHERE user_id = @userId
      AND (user_account.phone = feedback.contact OR user_account.email = feedback.contact))`,
  // Written before there was an account: to the phone that was registered, to who was invited.
  ...[`email`, `phone`].map(
    (contact) => `UPDATE message SET user_id = @userId WHERE user_id IS NULL AND recipient =
      (SELECT ${contact} FROM user_account WHERE user_id = @userId)
      AND programme_id = (SELECT programme_id FROM user_account WHERE user_id = @userId)`,
  ),
  `UPDATE message SET user_id = @userId WHERE user_id IS NULL AND recipient IN
    (SELECT email FROM invitation WHERE user_id = @userId)`,
  // To him before there was an account of his; what went to others about it stays theirs.
  `UPDATE message SET user_id = @userId WHERE user_id IS NULL AND about_id IN
    (SELECT application_id FROM application WHERE account_user_id = @userId)`,
  `UPDATE invitation SET email = @nobody, display_name = @nobody WHERE state <> 'active'
    AND email = (SELECT email FROM user_account WHERE user_id = @userId)
    AND programme_id = (SELECT programme_id FROM user_account WHERE user_id = @userId)`,
] as const;

const ACCOUNT = `
  UPDATE user_account SET login = @login, login_folded = @login, display_name = @nobody, active = 0,
    email = NULL, phone = NULL, state = 'erased', must_set_password = 0,
    password_expires_at_ms = NULL, password_hash = @passwordHash, password_set_at_ms = NULL, grants = '[]', preferences = '{}',
    revision = revision + 1
  WHERE user_id = @userId AND revision = @revision AND state <> 'erased'`;

const OF_ACCOUNT = [
  `DELETE FROM password_history WHERE user_id = @userId`,
  `DELETE FROM session WHERE user_id = @userId`,
  `DELETE FROM password_request WHERE user_id = @userId`,
  `DELETE FROM contact_change WHERE user_id = @userId`,
  `DELETE FROM postal_address WHERE user_id = @userId`,
  `UPDATE password_case SET state = 'rejected', decided_at_ms = @atMs
    WHERE user_id = @userId AND state = 'waiting'`,
  `UPDATE password_case SET claims = '{}', new_email = NULL, reason = NULL,
    override_reason = NULL WHERE user_id = @userId`,
  `UPDATE invitation SET email = @nobody, display_name = @nobody WHERE user_id = @userId`,
  // One that is being sent goes out, and is not tried again.
  `UPDATE message SET state = 'cancelled', claim = NULL, settled_at_ms = @atMs
    WHERE user_id = @userId AND state IN ('queued', 'sending')`,
  `UPDATE message SET recipient = @nobody, params = '{}', secrets = NULL WHERE user_id = @userId`,
  `UPDATE consent SET withdrawn_at_ms = @atMs
    WHERE user_id = @userId AND withdrawn_at_ms IS NULL`,
  `UPDATE erasure_request SET done_at_ms = @atMs, decline_reason = NULL
    WHERE user_id = @userId AND done_at_ms IS NULL`,
] as const;

/** What was written to others, and names him. */
const MESSAGES_ABOUT = `
  SELECT message_id AS messageId, template, params FROM message
  WHERE (about_id = @userId OR about_id IN
    (SELECT application_id FROM application WHERE account_user_id = @userId))
    AND (user_id IS NULL OR user_id <> @userId)`;

const PUT_PARAMS = `UPDATE message SET params = @params WHERE message_id = @messageId`;

const APPLICATIONS = `
  SELECT application_id AS applicationId, form FROM application WHERE account_user_id = @userId`;

const PUT_FORM = `UPDATE application SET form = @form WHERE application_id = @applicationId`;

/** Forgets a person; stale when the account was changed since it was read. */
export async function eraseAccount(
  sql: SqlWrite,
  { userId, revision, passwordHash }: Extract<ConsentChange, { kind: 'account.erase' }>,
  atMs: number,
): Promise<CommitOutcome> {
  const person = { userId, nobody: NOBODY, atMs };
  for (const statement of WHILE_KNOWN) await sql.run(statement, person);
  await forgetNobodysCases(sql, person);
  // No programme's id has a colon, so nobody's login is ever the same.
  const account = { ...person, revision, passwordHash, login: `erased:${userId}` };
  if ((await sql.run(ACCOUNT, account)) === 0) return 'stale';
  for (const statement of OF_ACCOUNT) await sql.run(statement, person);
  const applications = await sql.all<{ applicationId: string; form: string }>(APPLICATIONS, person);
  for (const { applicationId, form } of applications) {
    await sql.run(PUT_FORM, { applicationId, form: withoutPerson(form) });
  }
  for (const about of await sql.all<About>(MESSAGES_ABOUT, person)) {
    await sql.run(PUT_PARAMS, { messageId: about.messageId, params: unnamed(about) });
  }
  return 'done';
}

interface About {
  readonly messageId: string;
  readonly template: string;
  readonly params: string;
}

/** Which parameter names him in a message to somebody else, by its template. */
const NAMED_AS: Readonly<Record<string, string>> = {
  'application-filed': 'personName',
  invitation: 'inviter',
  'invitation-accepted': 'personName',
};

/** Its reader still reads of what it was, and when; a letter that waits is still sent. */
function unnamed({ template, params }: About): string {
  const name = NAMED_AS[template];
  if (name === undefined) return '{}';
  return JSON.stringify({ ...JSON.parse(params), [name]: NOBODY });
}

/** The firm, its contract and its authority document stay: they are the papers of the firm. */
function withoutPerson(form: string): string {
  const filed = applicationForm.parse(JSON.parse(form));
  return JSON.stringify({ ...filed, personName: NOBODY, phone: NO_PHONE, email: null });
}
