import pg from 'pg';
import { EMPTY_NETWORK } from './empty-network.ts';
import { sharedServer } from './shared-server.ts';
import { urlOf } from './server.ts';

let own: Promise<string> | null = null;

/** The network of this test file, without a row: made at the first call, emptied at the next. */
export async function emptyDatabase(): Promise<string> {
  const isNew = own === null;
  own ??= newNetworkDatabase();
  const url = await own;
  if (!isNew) await emptied(url);
  return url;
}

/** One more empty network of the newest schema for this test file. */
export function newNetworkDatabase(): Promise<string> {
  return databaseFrom(EMPTY_NETWORK);
}

/** One more database of this test file, with nothing in it; the whole server goes with the run. */
export function newDatabase(): Promise<string> {
  return databaseFrom('template0');
}

async function databaseFrom(template: string): Promise<string> {
  const server = await sharedServer();
  if ('reason' in server) throw new Error(server.reason);
  const name = `test_${process.pid}_${(made += 1)}`;
  await asked(server.url, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return urlOf(server.url, name);
}

let made = 0;

/** Runs SQL on a connection of its own. */
export async function asked<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Deleting a few rows is quicker than new files for all tables. */
async function emptied(url: string): Promise<void> {
  const tables = await asked<{ name: string }>(
    url,
    `SELECT tablename AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename NOT IN ('schema_migration', 'feed_head')`,
  );
  const deletes = tables.map(({ name }) => `DELETE FROM ${name};`).join(' ');
  await asked(
    url,
    `SET session_replication_role = replica; ${deletes} UPDATE feed_head SET seq = 0;`,
  );
}

/** How many transactions of a database stand before a lock. */
export async function waitingForLocks(url: string): Promise<number> {
  const rows = await asked<{ count: number }>(
    url,
    `SELECT count(*)::integer AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}
