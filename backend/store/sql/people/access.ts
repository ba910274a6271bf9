import type {
  AccessChange,
  JudgedRequest,
  RenewedRows,
} from '#service/people/changes/access-change.ts';
import type {
  ContactChangeRow,
  PasswordCase,
  PasswordRequest,
} from '#service/people/access-rows.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { SqlWrite } from '../sql.ts';

/**
 * Requests are kept for a while after their term, so that a code that comes late is told from one
 * that never was; strangers' requests must not fill the disk.
 */
const REQUESTS_KEPT_MS = 7 * 24 * 3_600_000;

/** Of those whom staff need not find; strangers' requests must not fill the disk. */
const DECOYS_KEPT_MS = 3_600_000;

/**
 * A row that stands for no case: a request has to cost the same whether several accounts are meant
 * or none (rule G7). Every other one that is decided says by whom, or whose it was.
 */
export const IS_DECOY = `kind = 'several-accounts' AND state = 'rejected' AND user_id IS NULL
      AND decided_by IS NULL`;

const SQL = {
  forgetRequests: `DELETE FROM password_request WHERE expires_at_ms < @beforeMs`,
  cancelRequests: `
    UPDATE password_request SET state = 'cancelled' WHERE subject = @subject AND state = 'open'`,
  addRequest: `
    INSERT INTO password_request (request_id, subject, key_hash, programme_id, user_id, purpose,
      secret_hash, message_id, state, tries_used, asked_at_ms, expires_at_ms, case_id)
    VALUES (@requestId, @subject, @keyHash, @programmeId, @userId, @purpose, @secretHash, @messageId,
      @state, @triesUsed, @askedAtMs, @expiresAtMs, @caseId)`,
  judgeRequest: `
    UPDATE password_request SET state = @state, tries_used = @triesUsed
    WHERE request_id = @requestId AND state = @wasState AND tries_used = @wasTriesUsed`,
  addCase: `
    INSERT INTO password_case (case_id, kind, state, programme_id, user_id, claims, checks,
      new_email, station_id, override_reason, opened_by, opened_at_ms, decided_by, decided_at_ms,
      reason)
    VALUES (@caseId, @kind, @state, @programmeId, @userId, @claims, @checks, @newEmail, @stationId,
      @overrideReason, @openedBy, @openedAtMs, @decidedBy, @decidedAtMs, @reason)`,
  forgetDecoys: `DELETE FROM password_case WHERE ${IS_DECOY} AND opened_at_ms < @beforeMs`,
  decideCase: `
    UPDATE password_case SET state = @state, user_id = @userId, decided_by = @decidedBy,
      decided_at_ms = @decidedAtMs, reason = @reason
    WHERE case_id = @caseId AND state = 'waiting'`,
  cancelChanges: `
    UPDATE contact_change SET state = 'cancelled'
    WHERE user_id = @userId AND kind = @kind AND state = 'open'`,
  cancelAllChanges: `
    UPDATE contact_change SET state = 'cancelled' WHERE user_id = @userId AND state = 'open'`,
  addChange: `
    INSERT INTO contact_change (change_id, user_id, kind, value, state, awaits, old_secret_hash,
      new_secret_hash, tries_used, asked_at_ms, expires_at_ms)
    VALUES (@changeId, @userId, @kind, @value, @state, @awaits, @oldSecretHash, @newSecretHash,
      @triesUsed, @askedAtMs, @expiresAtMs)`,
  putChange: `
    UPDATE contact_change SET state = @state, awaits = @awaits, tries_used = @triesUsed
    WHERE change_id = @changeId AND state = @wasState AND awaits = @wasAwaits
      AND tries_used = @wasTriesUsed`,
  putLogin: `
    UPDATE user_account SET login = @login, login_folded = @key
    WHERE user_id = @userId AND NOT EXISTS (
      SELECT 1 FROM user_account AS other
      WHERE other.login_folded = @key AND other.user_id <> @userId)`,
  issued: `
    INSERT INTO issued_access (user_id, station_id, issued_by, issued_at_ms)
    VALUES (@userId, @stationId, @issuedBy, @issuedAtMs) ON CONFLICT (user_id) DO NOTHING`,
  putAddress: `
    INSERT INTO postal_address (user_id, address) VALUES (@userId, @address)
    ON CONFLICT (user_id) DO UPDATE SET address = excluded.address`,
  removeAddress: `DELETE FROM postal_address WHERE user_id = @userId`,
};

/** Writes what became of requests, cases and contacts. */
export async function applyAccess(sql: SqlWrite, change: AccessChange): Promise<CommitOutcome> {
  switch (change.kind) {
    case 'password-request.add':
      return addRequest(sql, change.request);
    case 'password-request.cancel':
      await sql.run(SQL.cancelRequests, { subject: change.userId });
      return 'done';
    case 'password-request.judged':
      return judged(sql, change.requestId, change);
    case 'password-case.add':
      await sql.run(SQL.forgetDecoys, { beforeMs: change.case.openedAtMs - DECOYS_KEPT_MS });
      await sql.run(SQL.addCase, caseRow(change.case));
      return 'done';
    case 'password-case.decide':
      return written(await sql.run(SQL.decideCase, caseRow(change.case)));
    case 'contact-change.add':
      return addChange(sql, change.change);
    case 'contact-change.renew':
      return change.renewed === null
        ? addRequest(sql, change.instead)
        : renewChange(sql, change.renewed);
    case 'contact-change.cancel':
      await sql.run(SQL.cancelAllChanges, { userId: change.userId });
      return 'done';
    case 'contact-change.put':
      return putChange(sql, change);
    case 'login.put':
      return (await sql.run(SQL.putLogin, change)) === 1 ? 'done' : 'taken';
    case 'access.issued':
      await sql.run(SQL.issued, change);
      return 'done';
    case 'postal-address.put':
      await sql.run(change.address === null ? SQL.removeAddress : SQL.putAddress, change);
      return 'done';
  }
}

async function addRequest(sql: SqlWrite, request: PasswordRequest): Promise<CommitOutcome> {
  await sql.run(SQL.forgetRequests, { beforeMs: request.askedAtMs - REQUESTS_KEPT_MS });
  await sql.run(SQL.cancelRequests, { subject: request.subject });
  await sql.run(SQL.addRequest, request);
  return 'done';
}

async function addChange(sql: SqlWrite, change: ContactChangeRow): Promise<CommitOutcome> {
  await sql.run(SQL.cancelChanges, change);
  await sql.run(SQL.addChange, changeRow(change));
  return 'done';
}

/** One that was taken back meanwhile stays so. */
async function renewChange(sql: SqlWrite, { was, is }: RenewedRows): Promise<CommitOutcome> {
  const ended = await putChange(sql, { was, is: { ...was, state: 'cancelled' } });
  return ended === 'done' ? addChange(sql, is) : ended;
}

async function putChange(sql: SqlWrite, { was, is }: RenewedRows): Promise<CommitOutcome> {
  const { state: wasState, awaits: wasAwaits, triesUsed: wasTriesUsed } = changeRow(was);
  const row = { ...changeRow(is), wasState, wasAwaits, wasTriesUsed };
  return written(await sql.run(SQL.putChange, row));
}

async function judged(
  sql: SqlWrite,
  requestId: string,
  { was, is }: { readonly was: JudgedRequest; readonly is: JudgedRequest },
): Promise<CommitOutcome> {
  const before = { wasState: was.state, wasTriesUsed: was.triesUsed };
  return written(await sql.run(SQL.judgeRequest, { requestId, ...is, ...before }));
}

function written(rows: number): CommitOutcome {
  return rows === 1 ? 'done' : 'stale';
}

function caseRow({ claims, checks, ...fields }: PasswordCase) {
  return { ...fields, claims: JSON.stringify(claims), checks: JSON.stringify(checks) };
}

function changeRow({ awaits, ...fields }: ContactChangeRow) {
  return { ...fields, awaits: JSON.stringify(awaits) };
}
