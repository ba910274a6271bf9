import type pg from 'pg';
import type { Clock, FeedListener, Stores } from '#service/ports.ts';
import type { StorageResult } from '#sqlite/failure.ts';
import { sharedStores } from '../sql/shared-stores.ts';
import type { SqlDatabase } from '../sql/sql.ts';
import { PostgresDecidingStore } from './authority/deciding-store.ts';
import { openClient, openPool, type PostgresPlace } from './connection.ts';
import { FeedEars } from './feed-ears.ts';
import { FeedNumbering } from './feed-numbering.ts';
import { migrateDatabase } from './migrate.ts';
import { PostgresDatabase } from './postgres-database.ts';
import { postgresMigrations } from './schema/migrations.ts';

/** Batches of decisions under way at once; more would only wait for the same disk. */
const BATCHES_AT_ONCE = 4;

export interface PostgresStoreOptions extends PostgresPlace {
  readonly clock: Clock;
  readonly appVersion: string;
  /** Hears of every commit that moved the feed, also in other backends of the network. */
  readonly listener?: FeedListener;
}

export interface PostgresStore {
  readonly stores: Stores;
  readonly db: SqlDatabase;
  /** Lets all connections go. */
  close(): Promise<void>;
}

/**
 * Opens the network's database on a PostgreSQL server, brings it to the newest schema and puts
 * every store on it. Refused as `migrateDatabase` refuses.
 * @throws Error when the server cannot be reached, or would lose what it confirmed
 */
export async function openPostgresStore(
  options: PostgresStoreOptions,
): Promise<StorageResult<PostgresStore>> {
  const { clock, appVersion, listener } = options;
  const pool = openPool(options);
  const numbering = new FeedNumbering(pool);
  const ears = new FeedEars(() => openClient(options), numbering);
  try {
    const migrated = await prepared(pool, { nowMs: clock.nowMs(), appVersion });
    if (!migrated.ok) {
      await pool.end();
      return migrated;
    }
    if (listener !== undefined) {
      numbering.listen(listener);
      await ears.open();
    }
  } catch (error) {
    await ears.close();
    await pool.end();
    throw error;
  }
  const db = new PostgresDatabase(pool, numbering);
  const stores: Stores = {
    ...sharedStores({ db, feed: numbering.source, clock }),
    deciding: new PostgresDecidingStore(pool, numbering, BATCHES_AT_ONCE),
  };
  const close = async (): Promise<void> => {
    await ears.close();
    await pool.end();
  };
  return { ok: true, value: { stores, db, close } };
}

async function prepared(
  pool: pg.Pool,
  stamp: { nowMs: number; appVersion: string },
): Promise<StorageResult<void>> {
  const client = await pool.connect();
  try {
    await assertDurable(client);
    return await migrateDatabase(client, { ...stamp, migrations: postgresMigrations });
  } finally {
    client.release();
  }
}

/** What the stores rely on: a commit survives a power cut, and text is UTF-8. */
const NEEDED = { fsync: 'on', full_page_writes: 'on', server_encoding: 'UTF8' } as const;
const NOT_DURABLE = 'off';

async function assertDurable(client: pg.ClientBase): Promise<void> {
  for (const [name, wanted] of Object.entries(NEEDED)) {
    const value = await setting(client, name);
    if (value !== wanted) throw new Error(`the server's ${name} is ${value}, not ${wanted}`);
  }
  const commit = await setting(client, 'synchronous_commit');
  if (commit === NOT_DURABLE) throw new Error(`the server's synchronous_commit is ${commit}`);
}

async function setting(client: pg.ClientBase, name: string): Promise<string> {
  const text = 'SELECT current_setting($1) AS value';
  const { rows } = await client.query<{ value: string }>(text, [name]);
  return rows[0]?.value ?? '';
}
