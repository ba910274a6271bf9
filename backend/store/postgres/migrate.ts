import type pg from 'pg';
import type { StorageResult } from '#sqlite/failure.ts';
import {
  checksum,
  pendingMigrations,
  type Applied,
  type Migration,
  type RunStamp,
} from '#sqlite/migration.ts';
import { LOCK } from './locks.ts';

const BOOKKEEPING = `
  CREATE TABLE IF NOT EXISTS schema_migration (
    number bigint PRIMARY KEY CHECK (number > 0 AND number % 10 = 0),
    name text NOT NULL,
    checksum text NOT NULL CHECK (length(checksum) = 64),
    app_version text NOT NULL,
    applied_at_ms bigint NOT NULL
  )`;

const APPLIED = `
  SELECT number, name, checksum, app_version AS "appVersion" FROM schema_migration ORDER BY number`;

export interface MigrateDatabase extends RunStamp {
  readonly migrations: readonly Migration[];
}

/**
 * Brings a database to the newest schema: all steps and their bookkeeping in one transaction, while
 * other backends that start wait. PostgreSQL undoes a failed step whole, so no copy is rehearsed.
 * Refused as `pendingMigrations` refuses; the database is untouched then.
 */
export async function migrateDatabase(
  client: pg.ClientBase,
  { migrations, nowMs, appVersion }: MigrateDatabase,
): Promise<StorageResult<void>> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1, $2)', [...LOCK.migration]);
    await client.query(BOOKKEEPING);
    const applied = await client.query<Applied>(APPLIED);
    const pending = pendingMigrations(applied.rows, migrations);
    if (!pending.ok) {
      await client.query('ROLLBACK');
      return pending;
    }
    for (const step of pending.value) {
      await client.query(step.sql);
      const { number, name } = step;
      const values = [number, name, checksum(step), appVersion, nowMs];
      await client.query('INSERT INTO schema_migration VALUES ($1, $2, $3, $4, $5)', values);
    }
    await client.query('COMMIT');
    return { ok: true, value: undefined };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
