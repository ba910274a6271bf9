import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMigrated } from '#sqlite/migrate.ts';
import type { WritableDb } from '#sqlite/open.ts';
import { openPool, type PostgresPlace } from '../postgres/connection.ts';
import { inTransaction } from '../postgres/transaction.ts';
import { networkMigrations } from '../sqlite/schema/migrations.ts';
import { verifyLedger, type LedgerVerdict } from '../sqlite/verify-ledger.ts';
import { copyTables } from './copy-tables.ts';
import { PostgresTables } from './postgres-tables.ts';
import { sqliteTables, SqliteTableTarget } from './sqlite-tables.ts';

/**
 * Recomputes the books of a network's PostgreSQL database as `verifyLedger` does those of a file,
 * with the same answers: all tables of one moment are copied, with their checksums, into a file
 * under a key that is forgotten with it, and that is judged. It only reads, beside backends that
 * work; the machine needs as much free space as a backup.
 * @throws when the database cannot be reached, or has not this program's schema
 */
export async function verifyDatabase(place: PostgresPlace, nowMs: number): Promise<LedgerVerdict> {
  const folder = mkdtempSync(join(tmpdir(), 'forecourt-verify-'));
  try {
    const keyHex = randomBytes(32).toString('hex');
    const where = { file: join(folder, 'copy.db'), keyHex, durable: 'normal' } as const;
    const stamp = { nowMs, appVersion: 'verify', migrations: networkMigrations };
    const opened = openMigrated({ ...where, ...stamp });
    if (!opened.ok) throw new Error(opened.code);
    try {
      await copyInto(opened.value, place);
      return verifyLedger(opened.value, nowMs);
    } finally {
      opened.value.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function copyInto(copy: WritableDb, place: PostgresPlace): Promise<void> {
  const pool = openPool({ ...place, connectionsMax: 1 });
  try {
    copy.exec('BEGIN');
    await inTransaction(pool, 'ISOLATION LEVEL REPEATABLE READ READ ONLY', (client) => {
      const ends = { source: new PostgresTables(client), target: new SqliteTableTarget(copy) };
      return copyTables(sqliteTables(copy), ends);
    });
    copy.exec('COMMIT');
  } finally {
    await pool.end();
  }
}
