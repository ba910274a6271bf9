import type {
  RecoveryFacts,
  RecoveryReason,
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
    SELECT since_ms AS sinceMs, reason, declared_minor AS declaredMinor FROM recovery`,
  awaited: `SELECT workstation_id AS id FROM recovery_awaited ORDER BY workstation_id`,
  epoch: `UPDATE network SET epoch = @epoch`,
  end: `DELETE FROM recovery`,
  forgetAwaited: `DELETE FROM recovery_awaited`,
  forgetTaken: `DELETE FROM recovery_taken`,
  begin: `
    INSERT INTO recovery (id, since_ms, reason, declared_minor) VALUES (1, @atMs, @reason, 0)`,
  await: `
    INSERT INTO recovery_awaited (workstation_id)
    SELECT workstation_id FROM workstation WHERE state <> 'lost'`,
  arrived: `DELETE FROM recovery_awaited WHERE workstation_id = @workstationId`,
  declare: `UPDATE recovery SET declared_minor = @amountMinor`,
  taken: `SELECT taken_minor AS takenMinor FROM recovery_taken WHERE contract_id = @contractId`,
  take: `
    INSERT INTO recovery_taken (contract_id, taken_minor) VALUES (@contractId, @amountMinor)
    ON CONFLICT (contract_id) DO UPDATE
    SET taken_minor = recovery_taken.taken_minor + excluded.taken_minor`,
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
      await endWithTheLast(sql);
    });
  }

  noLongerAwaited(workstationId: string): Promise<void> {
    return this.#db.write(async (sql) => {
      await sql.lock('network');
      await sql.run(SQL.arrived, { workstationId });
      await endWithTheLast(sql);
    });
  }

  declareExposure(amountMinor: number): Promise<boolean> {
    return this.#db.write(async (sql) => (await sql.run(SQL.declare, { amountMinor })) === 1);
  }

  takeDeclared(contractId: string, amountMinor: number): Promise<boolean> {
    return this.#db.write(async (sql) => {
      await sql.lock('network');
      const row = await sql.get<RecoveryRow>(SQL.recovery);
      const taken = await sql.get<{ takenMinor: number }>(SQL.taken, { contractId });
      const left = (row?.declaredMinor ?? 0) - (taken?.takenMinor ?? 0);
      if (row === undefined || amountMinor > left) return false;
      await sql.run(SQL.take, { contractId, amountMinor });
      return true;
    });
  }

  async mark(): Promise<number> {
    return (await this.#db.get<{ number: number }>(SQL.mark))?.number ?? 0;
  }

  async putMark(mark: number): Promise<void> {
    await this.#db.write((sql) => sql.run(SQL.putMark, { mark }));
  }
}

async function endWithTheLast(sql: SqlWrite): Promise<void> {
  if ((await firstAwaited(sql)) === undefined) await clear(sql);
}

function firstAwaited(sql: Sql): Promise<{ id: string } | undefined> {
  return sql.get<{ id: string }>(SQL.awaited);
}

async function clear(sql: SqlWrite): Promise<void> {
  await sql.run(SQL.forgetAwaited);
  await sql.run(SQL.forgetTaken);
  await sql.run(SQL.end);
}
