import { openReadable, type OpenOptions } from '#sqlite/open.ts';
import { storageRefusal, type StorageResult } from '#sqlite/failure.ts';
import { inAsyncSnapshot } from '#sqlite/transaction.ts';
import { appliedMigrations, pendingMigrations, type RunStamp } from '#sqlite/migration.ts';
import { openPool, type PostgresPlace } from '../postgres/connection.ts';
import { migrateDatabase } from '../postgres/migrate.ts';
import { postgresMigrations } from '../postgres/schema/migrations.ts';
import { inTransaction } from '../postgres/transaction.ts';
import { networkMigrations } from '../sqlite/schema/migrations.ts';
import { copyTables, type CopiedTable } from './copy-tables.ts';
import { PostgresTables } from './postgres-tables.ts';
import { sqliteTables, SqliteTableSource } from './sqlite-tables.ts';

export interface MoveOptions extends RunStamp {
  /** The network's file, which nobody has open. */
  readonly from: Pick<OpenOptions, 'file' | 'keyHex' | 'nativeBinding'>;
  readonly to: PostgresPlace;
  /** Hears of each table that is there and agrees. */
  readonly told?: (copied: CopiedTable) => void;
  /** Called when everything is there and agrees, before it is made to last. */
  readonly beforeCommit?: () => void;
}

/** Numbers go on where they were: every workstation's cursor stays good. */
const FEED_HEAD = `
  UPDATE feed_head SET seq = greatest($1::bigint, (SELECT coalesce(max(seq), 0) FROM feed))`;

/**
 * Moves a network from its SQLite file into an empty PostgreSQL database, in one transaction that
 * is committed only when count and checksum of every table agree: after a failure or an
 * interruption the target is as empty as before, and the move is begun again. The file is not
 * changed. `DATABASE_DAMAGED` with `reason: 'not-empty'` when there is something in the target, and
 * with `reason: 'not-newest'` when this program has not yet brought the file to its schema.
 */
export async function moveNetwork(
  options: MoveOptions,
): Promise<StorageResult<readonly CopiedTable[]>> {
  const opened = openReadable({ ...options.from, durable: 'full' });
  if (!opened.ok) return opened;
  const db = opened.value;
  const pool = openPool({ ...options.to, connectionsMax: 1 });
  try {
    const pending = pendingMigrations(appliedMigrations(db), networkMigrations);
    if (!pending.ok) return pending;
    if (pending.value.length > 0) {
      return storageRefusal('DATABASE_DAMAGED', { reason: 'not-newest' });
    }
    const client = await pool.connect();
    const { nowMs, appVersion } = options;
    const stamp = { nowMs, appVersion, migrations: postgresMigrations };
    const migrated = await migrateDatabase(client, stamp).finally(() => client.release());
    if (!migrated.ok) return migrated;
    const tables = sqliteTables(db);
    return await inAsyncSnapshot(db, () =>
      inTransaction(pool, 'ISOLATION LEVEL SERIALIZABLE', async (target) => {
        const there = new PostgresTables(target);
        for (const table of tables) {
          if (await there.isEmpty(table)) continue;
          const params = { reason: 'not-empty', table: table.name };
          return storageRefusal('DATABASE_DAMAGED', params);
        }
        const ends = { source: new SqliteTableSource(db), target: there };
        const copied = await copyTables(tables, ends, options.told);
        await target.query(FEED_HEAD, [feedHead(db)]);
        options.beforeCommit?.();
        return { ok: true, value: copied } as const;
      }),
    );
  } finally {
    await pool.end();
    db.close();
  }
}

/** The highest number that was ever given, also to a row that has a newer one now. */
function feedHead(db: Parameters<typeof sqliteTables>[0]): number {
  const row = db
    .prepare<[], { seq: number }>(`SELECT seq FROM sqlite_sequence WHERE name = 'feed'`)
    .get();
  return row?.seq ?? 0;
}
