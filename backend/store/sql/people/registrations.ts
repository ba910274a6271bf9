import { z } from 'zod';
import { documentKind } from '#protocol/records/programme.ts';
import type { PhoneQuestion, PhoneTries } from '#service/member/member-ports.ts';
import type { Registration } from '#service/member/member-rows.ts';
import type { MemberChange } from '#service/people/changes/member-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { Sql, SqlWrite } from '../sql.ts';

// Registrations that wait for their code.

type RegistrationChange = Extract<MemberChange, { readonly kind: `registration.${string}` }>;

interface Row extends Omit<Registration, 'ticks' | 'decoy'> {
  readonly ticks: string;
  readonly decoy: 0 | 1;
}

const SQL = {
  byId: `
    SELECT registration_id AS registrationId, programme_id AS programmeId, phone, email,
      card_id AS cardId, password_hash AS passwordHash, language, ticks,
      workstation_id AS workstationId, operator_id AS operatorId, decoy,
      started_at_ms AS startedAtMs, code_hash AS codeHash, sent_at_ms AS sentAtMs,
      sent_count AS sentCount, tries_used AS triesUsed, tries_before AS triesBefore, revision
    FROM registration WHERE registration_id = @registrationId`,
  triesOf: `
    SELECT count(*) AS starts,
      CAST(coalesce(sum(tries_used + tries_before), 0) AS BIGINT) AS triesUsed
    FROM registration
    WHERE programme_id = @programmeId AND phone = @phone AND started_at_ms > @sinceMs`,
  add: `
    INSERT INTO registration (registration_id, programme_id, phone, email, card_id, password_hash,
      language, ticks, workstation_id, operator_id, decoy, started_at_ms, code_hash, sent_at_ms,
      sent_count, tries_used, tries_before, revision)
    VALUES (@registrationId, @programmeId, @phone, @email, @cardId, @passwordHash, @language,
      @ticks, @workstationId, @operatorId, @decoy, @startedAtMs, @codeHash, @sentAtMs, @sentCount,
      @triesUsed, @triesBefore, @revision)
    ON CONFLICT (registration_id) DO NOTHING`,
  put: `
    UPDATE registration SET code_hash = @codeHash, sent_at_ms = @sentAtMs,
      sent_count = @sentCount, tries_used = @triesUsed, tries_before = @triesBefore,
      revision = revision + 1
    WHERE registration_id = @registrationId AND revision = @revision`,
  end: `
    DELETE FROM registration WHERE registration_id = @registrationId AND revision = @revision`,
  forget: `
    DELETE FROM registration WHERE programme_id = @programmeId AND started_at_ms < @beforeMs`,
};

const ticks = z.array(z.strictObject({ kind: documentKind, version: z.int(), hash: z.string() }));

export async function registrationById(
  sql: Sql,
  registrationId: string,
): Promise<Registration | null> {
  const row = await sql.get<Row>(SQL.byId, { registrationId });
  if (row === undefined) return null;
  return { ...row, ticks: ticks.parse(JSON.parse(row.ticks)), decoy: row.decoy === 1 };
}

export async function registrationsOf(sql: Sql, question: PhoneQuestion): Promise<PhoneTries> {
  const row = await sql.get<PhoneTries>(SQL.triesOf, question);
  return row ?? { starts: 0, triesUsed: 0 };
}

export async function applyRegistration(
  sql: SqlWrite,
  change: RegistrationChange,
): Promise<CommitOutcome> {
  switch (change.kind) {
    case 'registration.add':
      return (await sql.run(SQL.add, rowOf(change.registration))) === 1 ? 'done' : 'stale';
    case 'registration.put':
      return (await sql.run(SQL.put, change.registration)) === 1 ? 'done' : 'stale';
    case 'registration.end': {
      const { registrationId, revision } = change;
      return (await sql.run(SQL.end, { registrationId, revision })) === 1 ? 'done' : 'stale';
    }
    case 'registration.forget': {
      const { programmeId, beforeMs } = change;
      await sql.run(SQL.forget, { programmeId, beforeMs });
      return 'done';
    }
  }
}

function rowOf(registration: Registration) {
  return {
    ...registration,
    ticks: JSON.stringify(registration.ticks),
    decoy: registration.decoy ? 1 : 0,
  };
}
