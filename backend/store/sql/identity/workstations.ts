import type { WorkstationState } from '#domain/authority/facts.ts';
import type * as r from '#protocol/records.ts';
import type { WorkstationRow } from '#service/workstation/workstation-row.ts';
import { texts } from '../rows.ts';
import type { Sql, SqlWrite } from '../sql.ts';

// Workstations, their tokens and the codes by which new ones come.

const COLUMNS = `
  workstation_id AS workstationId, station_id AS stationId, name, state,
  enrolled_at_ms AS enrolledAtMs, last_seen_at_ms AS lastSeenAtMs`;

const SECRET_COLUMNS = `
  ${COLUMNS}, public_key AS publicKey, head_seq AS headSeq, head_hash AS headHash,
  refresh_hashes AS refreshHashes, access_hash AS accessHash,
  access_expires_at_ms AS accessExpiresAtMs`;

export const WORKSTATION_RECORD_COLUMNS = `${COLUMNS}, head_seq AS journalSeq`;

interface StoredRow extends Omit<WorkstationRow, 'head' | 'refreshHashes'> {
  readonly headSeq: number;
  readonly headHash: string;
  readonly refreshHashes: string;
}

export type WorkstationTokens = Pick<
  WorkstationRow,
  'refreshHashes' | 'accessHash' | 'accessExpiresAtMs'
> & { readonly lastSeenAtMs: number };

const SQL = {
  addCode: `
    INSERT INTO enrolment_code VALUES (@codeHash, @stationId, @expiresAtMs)
    ON CONFLICT (code_hash) DO UPDATE SET station_id = excluded.station_id,
      expires_at_ms = excluded.expires_at_ms`,
  takeCode: `
    DELETE FROM enrolment_code WHERE code_hash = @codeHash
    RETURNING station_id AS stationId, expires_at_ms AS expiresAtMs`,
  clearCodes: `DELETE FROM enrolment_code WHERE expires_at_ms <= @nowMs`,
  add: `
    INSERT INTO workstation VALUES (@workstationId, @stationId, @name, @state, @publicKey,
      @enrolledAtMs, @lastSeenAtMs, @headSeq, @headHash, @refreshHashes, @accessHash,
      @accessExpiresAtMs)`,
  byId: `SELECT ${SECRET_COLUMNS} FROM workstation WHERE workstation_id = @workstationId`,
  byAccessHash: `SELECT ${SECRET_COLUMNS} FROM workstation WHERE access_hash = @accessHash`,
  all: `
    SELECT ${WORKSTATION_RECORD_COLUMNS} FROM workstation ORDER BY enrolled_at_ms, workstation_id`,
  putTokens: `
    UPDATE workstation SET refresh_hashes = @refreshHashes, access_hash = @accessHash,
      access_expires_at_ms = @accessExpiresAtMs, last_seen_at_ms = @lastSeenAtMs
    WHERE workstation_id = @workstationId`,
  setState: `
    UPDATE workstation SET state = @state
    WHERE workstation_id = @workstationId AND state <> @state`,
};

export async function addCode(
  sql: SqlWrite,
  code: { codeHash: string; stationId: string; expiresAtMs: number },
): Promise<void> {
  await sql.run(SQL.addCode, code);
}

/** A code is gone as soon as somebody named it, and old ones with it. */
export async function takeCode(
  sql: SqlWrite,
  codeHash: string,
  nowMs: number,
): Promise<{ stationId: string } | null> {
  const taken = { codeHash };
  const row = await sql.get<{ stationId: string; expiresAtMs: number }>(SQL.takeCode, taken);
  await sql.run(SQL.clearCodes, { nowMs });
  return row === undefined || row.expiresAtMs <= nowMs ? null : { stationId: row.stationId };
}

export async function addWorkstation(sql: SqlWrite, workstation: WorkstationRow): Promise<void> {
  const { head, refreshHashes, ...row } = workstation;
  const heads = { headSeq: head.seq, headHash: head.hash };
  await sql.run(SQL.add, { ...row, ...heads, refreshHashes: JSON.stringify(refreshHashes) });
  await touch(sql, workstation);
}

export async function workstationById(
  sql: Sql,
  workstationId: string,
): Promise<WorkstationRow | null> {
  return rowFrom(await sql.get<StoredRow>(SQL.byId, { workstationId }));
}

export async function workstationByAccessHash(
  sql: Sql,
  accessHash: string,
): Promise<WorkstationRow | null> {
  return rowFrom(await sql.get<StoredRow>(SQL.byAccessHash, { accessHash }));
}

export function allWorkstations(sql: Sql): Promise<readonly r.WorkstationRecord[]> {
  return sql.all<r.WorkstationRecord>(SQL.all);
}

export async function putTokens(
  sql: SqlWrite,
  workstationId: string,
  tokens: WorkstationTokens,
): Promise<void> {
  const refreshHashes = JSON.stringify(tokens.refreshHashes);
  await sql.run(SQL.putTokens, { ...tokens, refreshHashes, workstationId });
}

/** False when there is no such workstation. */
export async function setWorkstationState(
  sql: SqlWrite,
  workstationId: string,
  state: WorkstationState,
): Promise<boolean> {
  const row = await workstationById(sql, workstationId);
  if (row === null) return false;
  const changed = await sql.run(SQL.setState, { workstationId, state });
  if (changed === 1) await touch(sql, row);
  return true;
}

async function touch(
  sql: SqlWrite,
  { workstationId, stationId }: { workstationId: string; stationId: string },
): Promise<void> {
  await sql.touch('workstation', workstationId, { stationId });
}

function rowFrom(row: StoredRow | undefined): WorkstationRow | null {
  if (row === undefined) return null;
  const { headSeq, headHash, refreshHashes, ...rest } = row;
  return { ...rest, head: { seq: headSeq, hash: headHash }, refreshHashes: texts(refreshHashes) };
}
