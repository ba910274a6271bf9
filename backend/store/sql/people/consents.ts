import type { ConsentChange } from '#service/people/changes/consent-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { Consent, ErasureRequest } from '#service/programme/programme-rows.ts';
import type { Sql, SqlWrite } from '../sql.ts';

// Who accepted what, and who is to be forgotten.

const SQL = {
  of: `
    SELECT consent_id AS consentId, user_id AS userId, programme_id AS programmeId, kind, version,
      hash, language, accepted_at_ms AS acceptedAtMs, channel, workstation_id AS workstationId,
      withdrawn_at_ms AS withdrawnAtMs
    FROM consent WHERE user_id = @userId ORDER BY accepted_at_ms DESC, consent_id DESC`,
  add: `
    INSERT INTO consent (consent_id, user_id, programme_id, kind, version, hash, language,
      accepted_at_ms, channel, workstation_id, withdrawn_at_ms)
    VALUES (@consentId, @userId, @programmeId, @kind, @version, @hash, @language, @acceptedAtMs,
      @channel, @workstationId, @withdrawnAtMs)
    ON CONFLICT (consent_id) DO NOTHING`,
  withdraw: `
    UPDATE consent SET withdrawn_at_ms = @atMs
    WHERE user_id = @userId AND kind = @document AND withdrawn_at_ms IS NULL`,
  withdrawAll: `
    UPDATE consent SET withdrawn_at_ms = @atMs
    WHERE user_id = @userId AND withdrawn_at_ms IS NULL`,
  requests: `
    SELECT user_id AS userId, programme_id AS programmeId, asked_at_ms AS askedAtMs
    FROM erasure_request WHERE done_at_ms IS NULL ORDER BY asked_at_ms, user_id`,
  ask: `
    INSERT INTO erasure_request (user_id, programme_id, asked_at_ms)
    VALUES (@userId, @programmeId, @askedAtMs) ON CONFLICT (user_id) DO NOTHING`,
  erased: `
    UPDATE erasure_request SET done_at_ms = @atMs WHERE user_id = @userId AND done_at_ms IS NULL`,
  forgetErrors: `
    DELETE FROM sign_in_error WHERE login_folded =
      (SELECT login_folded FROM user_account WHERE user_id = @userId)`,
  forgetMessages: `
    UPDATE message SET recipient = '-', params = '{}', secrets = NULL WHERE user_id = @userId`,
  cancelMessages: `
    UPDATE message SET state = 'cancelled', settled_at_ms = @atMs
    WHERE user_id = @userId AND state = 'queued'`,
  forgetPasswords: `DELETE FROM password_history WHERE user_id = @userId`,
  endSessions: `DELETE FROM session WHERE user_id = @userId`,
  forget: `
    UPDATE user_account SET login = @login, login_folded = @login, display_name = '-', active = 0,
      email = NULL, phone = NULL, state = 'erased', must_set_password = 0,
      password_hash = @passwordHash, password_set_at_ms = NULL, grants = '[]', preferences = '{}',
      revision = revision + 1
    WHERE user_id = @userId AND revision = @revision AND state <> 'erased'`,
};

export function consentsOf(sql: Sql, userId: string): Promise<readonly Consent[]> {
  return sql.all<Consent>(SQL.of, { userId });
}

export function erasureRequests(sql: Sql): Promise<readonly ErasureRequest[]> {
  return sql.all<ErasureRequest>(SQL.requests);
}

export async function applyConsent(
  sql: SqlWrite,
  change: ConsentChange,
  atMs: number,
): Promise<CommitOutcome> {
  switch (change.kind) {
    case 'consent.add':
      await sql.run(SQL.add, change.consent);
      return 'done';
    case 'consent.withdraw': {
      const { userId, document } = change;
      await sql.run(SQL.withdraw, { userId, document, atMs });
      return 'done';
    }
    case 'erasure.ask':
      await sql.run(SQL.ask, change.request);
      return 'done';
    case 'account.erase':
      return erase(sql, change, atMs);
  }
}

async function erase(
  sql: SqlWrite,
  { userId, revision, passwordHash }: Extract<ConsentChange, { kind: 'account.erase' }>,
  atMs: number,
): Promise<CommitOutcome> {
  await sql.run(SQL.forgetErrors, { userId });
  // No programme's id has a colon, so nobody's login is ever the same.
  const login = `erased:${userId}`;
  const forgotten = { userId, revision, login, passwordHash };
  if ((await sql.run(SQL.forget, forgotten)) === 0) return 'stale';
  await sql.run(SQL.forgetPasswords, { userId });
  await sql.run(SQL.endSessions, { userId });
  await sql.run(SQL.cancelMessages, { userId, atMs });
  await sql.run(SQL.forgetMessages, { userId });
  await sql.run(SQL.withdrawAll, { userId, atMs });
  await sql.run(SQL.erased, { userId, atMs });
  return 'done';
}
