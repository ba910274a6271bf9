import type { ConsentChange } from '#service/people/changes/consent-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { Consent, ErasureRequest } from '#service/programme/programme-rows.ts';
import type { Sql, SqlWrite } from '../sql.ts';
import { eraseAccount } from './erase.ts';

// Who accepted what, and who is to be forgotten.

const SQL = {
  of: `
    SELECT consent_id AS consentId, user_id AS userId, programme_id AS programmeId, kind, version,
      hash, language, accepted_at_ms AS acceptedAtMs, channel, workstation_id AS workstationId,
      withdrawn_at_ms AS withdrawnAtMs
    FROM consent WHERE user_id = @userId ORDER BY accepted_at_ms DESC, consent_id DESC`,
  add: `
    INSERT INTO consent (consent_id, user_id, programme_id, kind, version, hash, language,
      accepted_at_ms, channel, workstation_id, withdrawn_at_ms, told_at_ms)
    VALUES (@consentId, @userId, @programmeId, @kind, @version, @hash, @language, @acceptedAtMs,
      @channel, @workstationId, @withdrawnAtMs, @toldAtMs)
    ON CONFLICT (consent_id) DO NOTHING`,
  withdraw: `
    UPDATE consent SET withdrawn_at_ms = @atMs
    WHERE user_id = @userId AND kind = @document AND withdrawn_at_ms IS NULL`,
  requests: `
    SELECT user_id AS userId, programme_id AS programmeId, asked_at_ms AS askedAtMs
    FROM erasure_request WHERE done_at_ms IS NULL ORDER BY asked_at_ms, user_id`,
  ask: `
    INSERT INTO erasure_request (user_id, programme_id, asked_at_ms)
    VALUES (@userId, @programmeId, @askedAtMs) ON CONFLICT (user_id) DO NOTHING`,
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
      await sql.run(SQL.add, { ...change.consent, toldAtMs: change.toldAtMs ?? null });
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
      return eraseAccount(sql, change, atMs);
  }
}
