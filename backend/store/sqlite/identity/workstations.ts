import type { WorkstationState } from '#domain/authority/facts.ts';
import type * as r from '#protocol/records.ts';
import type { WorkstationRow } from '#service/ports.ts';
import type { WritableDb } from '#sqlite/open.ts';
import type { NetworkWriter } from '../network-writer.ts';
import { texts } from '../rows.ts';

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

/** Workstations, their tokens and the codes by which new ones come. */
export class Workstations {
  readonly #writer: NetworkWriter;
  readonly #statements;

  constructor(writer: NetworkWriter) {
    this.#writer = writer;
    this.#statements = prepare(writer.db);
  }

  addCode(code: { codeHash: string; stationId: string; expiresAtMs: number }): void {
    this.#statements.addCode.run(code.codeHash, code.stationId, code.expiresAtMs);
  }

  /** A code is gone as soon as somebody named it, and old ones with it. */
  takeCode(codeHash: string, nowMs: number): { stationId: string } | null {
    const row = this.#statements.takeCode.get(codeHash);
    this.#statements.clearCodes.run(nowMs);
    return row === undefined || row.expiresAtMs <= nowMs ? null : { stationId: row.stationId };
  }

  add(workstation: WorkstationRow): void {
    const { head, refreshHashes, ...row } = workstation;
    this.#statements.add.run({
      ...row,
      headSeq: head.seq,
      headHash: head.hash,
      refreshHashes: JSON.stringify(refreshHashes),
    });
    this.#touch(workstation);
  }

  byId(workstationId: string): WorkstationRow | null {
    return rowFrom(this.#statements.byId.get(workstationId));
  }

  byAccessHash(accessHash: string): WorkstationRow | null {
    return rowFrom(this.#statements.byAccessHash.get(accessHash));
  }

  all(): readonly r.WorkstationRecord[] {
    return this.#statements.all.all();
  }

  putTokens(
    workstationId: string,
    tokens: Pick<WorkstationRow, 'refreshHashes' | 'accessHash' | 'accessExpiresAtMs'> & {
      lastSeenAtMs: number;
    },
  ): void {
    const refreshHashes = JSON.stringify(tokens.refreshHashes);
    this.#statements.putTokens.run({ ...tokens, refreshHashes, workstationId });
  }

  /** False when there is no such workstation. */
  setState(workstationId: string, state: WorkstationState): boolean {
    const row = this.byId(workstationId);
    if (row === null) return false;
    if (row.state === state) return true;
    this.#statements.setState.run({ workstationId, state });
    this.#touch(row);
    return true;
  }

  #touch({ workstationId, stationId }: { workstationId: string; stationId: string }): void {
    this.#writer.feed.touch('workstation', workstationId, { stationId });
  }
}

function rowFrom(row: StoredRow | undefined): WorkstationRow | null {
  if (row === undefined) return null;
  const { headSeq, headHash, refreshHashes, ...rest } = row;
  return { ...rest, head: { seq: headSeq, hash: headHash }, refreshHashes: texts(refreshHashes) };
}

function prepare(db: WritableDb) {
  return {
    addCode: db.prepare(`INSERT OR REPLACE INTO enrolment_code VALUES (?, ?, ?)`),
    takeCode: db.prepare<[string], { stationId: string; expiresAtMs: number }>(`
      DELETE FROM enrolment_code WHERE code_hash = ?
      RETURNING station_id AS stationId, expires_at_ms AS expiresAtMs`),
    clearCodes: db.prepare(`DELETE FROM enrolment_code WHERE expires_at_ms <= ?`),
    add: db.prepare(`
      INSERT INTO workstation VALUES (@workstationId, @stationId, @name, @state, @publicKey,
        @enrolledAtMs, @lastSeenAtMs, @headSeq, @headHash, @refreshHashes, @accessHash,
        @accessExpiresAtMs)`),
    byId: db.prepare<[string], StoredRow>(
      `SELECT ${SECRET_COLUMNS} FROM workstation WHERE workstation_id = ?`,
    ),
    byAccessHash: db.prepare<[string], StoredRow>(
      `SELECT ${SECRET_COLUMNS} FROM workstation WHERE access_hash = ?`,
    ),
    all: db.prepare<[], r.WorkstationRecord>(
      `SELECT ${WORKSTATION_RECORD_COLUMNS} FROM workstation ORDER BY enrolled_at_ms, workstation_id`,
    ),
    putTokens: db.prepare(`
      UPDATE workstation SET refresh_hashes = @refreshHashes, access_hash = @accessHash,
        access_expires_at_ms = @accessExpiresAtMs, last_seen_at_ms = @lastSeenAtMs
      WHERE workstation_id = @workstationId`),
    setState: db.prepare(
      `UPDATE workstation SET state = @state WHERE workstation_id = @workstationId`,
    ),
  };
}
