import type {
  RecoveryFacts,
  RecoveryReason,
  RecoveryReport,
  RecoveryRound,
  RecoveryStore,
} from '#service/recovery/recovery-ports.ts';
import type { Sql, SqlDatabase, SqlWrite } from '../sql.ts';

interface RecoveryRow {
  readonly sinceMs: number;
  readonly reason: RecoveryReason;
  readonly declaredMinor: number;
}

const SQL = {
  recovery: `
    SELECT since_ms AS sinceMs, reason, declared_minor AS declaredMinor FROM recovery
    WHERE ended_at_ms IS NULL`,
  awaited: `
    SELECT workstation_id AS id FROM recovery_awaited WHERE left_at_ms IS NULL
    ORDER BY workstation_id`,
  round: `
    SELECT since_ms AS sinceMs, reason, declared_minor AS declaredMinor,
      ended_at_ms AS endedAtMs
    FROM recovery`,
  reports: `
    SELECT workstation.workstation_id AS workstationId, workstation.name AS workstationName,
      station.name AS stationName, last_seen_at_ms AS lastSeenAtMs,
      CASE WHEN state = 'lost' THEN 'lost' WHEN left_at_ms IS NULL THEN 'awaited'
        ELSE 'reported' END AS standing,
      count(seq) AS lineCount,
      count(CASE WHEN kind = 'sale.captured' AND status = 'applied' THEN 1 END) AS fillCount,
      count(CASE WHEN status = 'refused' THEN 1 END) AS refusedCount,
      min(at_ms) AS fromMs, max(at_ms) AS untilMs
    FROM recovery_awaited
    JOIN workstation ON workstation.workstation_id = recovery_awaited.workstation_id
    JOIN station ON station.station_id = workstation.station_id
    LEFT JOIN journal_line ON journal_line.workstation_id = workstation.workstation_id
      AND seq > from_seq AND seq <= coalesce(until_seq, head_seq)
    GROUP BY workstation.workstation_id, workstation.name, station.name, last_seen_at_ms, state,
      left_at_ms
    ORDER BY station.name, workstation.name, workstation.workstation_id`,
  epoch: `UPDATE network SET epoch = @epoch`,
  end: `UPDATE recovery SET ended_at_ms = @atMs WHERE ended_at_ms IS NULL`,
  forget: `DELETE FROM recovery`,
  forgetAwaited: `DELETE FROM recovery_awaited`,
  forgetTaken: `DELETE FROM recovery_taken`,
  begin: `
    INSERT INTO recovery (id, since_ms, reason, declared_minor) VALUES (1, @atMs, @reason, 0)`,
  await: `
    INSERT INTO recovery_awaited (workstation_id, from_seq)
    SELECT workstation_id, head_seq FROM workstation WHERE state <> 'lost'`,
  // What a workstation asked before may come late; its report of then is none of this time.
  forgetAccess: `UPDATE workstation SET access_hash = NULL`,
  arrived: `
    UPDATE recovery_awaited SET left_at_ms = @atMs, until_seq = (
      SELECT head_seq FROM workstation
      WHERE workstation.workstation_id = recovery_awaited.workstation_id)
    WHERE workstation_id = @workstationId AND left_at_ms IS NULL`,
  declare: `UPDATE recovery SET declared_minor = @amountMinor WHERE ended_at_ms IS NULL`,
  mark: `SELECT number FROM store_mark`,
  putMark: `
    INSERT INTO store_mark (id, number) VALUES (1, @mark)
    ON CONFLICT (id) DO UPDATE SET number = excluded.number`,
};

/** What a backend that was restored from a backup still waits for. */
export class SqlRecoveryStore implements RecoveryStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  recovery(): Promise<RecoveryFacts | null> {
    return this.#db.read(async (sql) => {
      const row = await sql.get<RecoveryRow>(SQL.recovery);
      if (row === undefined) return null;
      const awaited = await sql.all<{ id: string }>(SQL.awaited);
      return { ...row, awaitedIds: awaited.map(({ id }) => id) };
    });
  }

  beginRecovery(begin: { epoch: string; reason: RecoveryReason; atMs: number }): Promise<void> {
    const { epoch, reason, atMs } = begin;
    return this.#db.write(async (sql) => {
      await sql.lock('network');
      await clear(sql);
      await sql.run(SQL.epoch, { epoch });
      await sql.run(SQL.begin, { reason, atMs });
      await sql.run(SQL.await);
      await sql.run(SQL.forgetAccess);
      await endWithTheLast(sql, atMs);
    });
  }

  noLongerAwaited(workstationId: string, atMs: number): Promise<void> {
    return this.#db.write(async (sql) => {
      await sql.lock('network');
      await arrived(sql, workstationId, atMs);
    });
  }

  round(): Promise<RecoveryRound | null> {
    return this.#db.read(async (sql) => {
      const round = await recoveryRound(sql);
      if (round === undefined) return null;
      return { ...round, workstations: await sql.all<RecoveryReport>(SQL.reports) };
    });
  }

  async mark(): Promise<number> {
    return (await this.#db.get<{ number: number }>(SQL.mark))?.number ?? 0;
  }

  async putMark(mark: number): Promise<void> {
    await this.#db.write((sql) => sql.run(SQL.putMark, { mark }));
  }
}

/** A recovery without its workstations, also when it is over. */
export function recoveryRound(sql: Sql): Promise<Omit<RecoveryRound, 'workstations'> | undefined> {
  return sql.get<Omit<RecoveryRound, 'workstations'>>(SQL.round);
}

/** A workstation has reported, or is lost; with the last one the recovery is over. */
export async function arrived(sql: SqlWrite, workstationId: string, atMs: number): Promise<void> {
  await sql.run(SQL.arrived, { workstationId, atMs });
  await endWithTheLast(sql, atMs);
}

/** False when nothing is recovered. */
export async function declareExposure(sql: SqlWrite, amountMinor: number): Promise<boolean> {
  return (await sql.run(SQL.declare, { amountMinor })) === 1;
}

/** Puts a recovery that is over away; false when it is not over, or there is none. */
export async function finishRound(sql: SqlWrite): Promise<boolean> {
  const endedAtMs = (await recoveryRound(sql))?.endedAtMs ?? null;
  if (endedAtMs === null) return false;
  await clear(sql);
  return true;
}

async function endWithTheLast(sql: SqlWrite, atMs: number): Promise<void> {
  if ((await firstAwaited(sql)) === undefined) await sql.run(SQL.end, { atMs });
}

function firstAwaited(sql: Sql): Promise<{ id: string } | undefined> {
  return sql.get<{ id: string }>(SQL.awaited);
}

async function clear(sql: SqlWrite): Promise<void> {
  await sql.run(SQL.forgetAwaited);
  await sql.run(SQL.forgetTaken);
  await sql.run(SQL.forget);
}
