import type { ConsentChange } from '#service/people/changes/consent-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { Consent, ErasureRequest, KeptErasure } from '#service/programme/programme-rows.ts';
import type { Sql, SqlWrite } from '../sql.ts';
import { eraseAccount } from './erase.ts';

// Who accepted what, and who is to be forgotten.

/** Neither done nor declined. */
const OPEN = 'done_at_ms IS NULL AND declined_at_ms IS NULL';

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
    FROM erasure_request WHERE ${OPEN} ORDER BY asked_at_ms, user_id`,
  request: `
    SELECT user_id AS userId, programme_id AS programmeId, asked_at_ms AS askedAtMs,
      declined_at_ms AS declinedAtMs, decline_reason AS declineReason
    FROM erasure_request WHERE user_id = @userId AND done_at_ms IS NULL`,
  ask: `
    INSERT INTO erasure_request (user_id, programme_id, asked_at_ms)
    VALUES (@userId, @programmeId, @askedAtMs)
    ON CONFLICT (user_id) DO UPDATE SET asked_at_ms = excluded.asked_at_ms,
      declined_at_ms = NULL, decline_reason = NULL
    WHERE erasure_request.declined_at_ms IS NOT NULL`,
  takeBack: `DELETE FROM erasure_request WHERE user_id = @userId AND ${OPEN}`,
  decline: `
    UPDATE erasure_request SET declined_at_ms = @atMs, decline_reason = @reason
    WHERE user_id = @userId AND ${OPEN}`,
};

export function consentsOf(sql: Sql, userId: string): Promise<readonly Consent[]> {
  return sql.all<Consent>(SQL.of, { userId });
}

export function erasureRequests(sql: Sql): Promise<readonly ErasureRequest[]> {
  return sql.all<ErasureRequest>(SQL.requests);
}

export async function erasureOf(sql: Sql, userId: string): Promise<KeptErasure | null> {
  return (await sql.get<KeptErasure>(SQL.request, { userId })) ?? null;
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
    case 'erasure.take-back':
      return (await sql.run(SQL.takeBack, { userId: change.userId })) === 1 ? 'done' : 'stale';
    case 'erasure.decline': {
      const { userId, reason } = change;
      return (await sql.run(SQL.decline, { userId, reason, atMs })) === 1 ? 'done' : 'stale';
    }
    case 'account.erase':
      return eraseAccount(sql, change, atMs);
  }
}
