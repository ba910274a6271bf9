import pg from 'pg';
import { openPostgresStore } from '#store/postgres/open-postgres-store.ts';
import { urlOf } from './server.ts';

/** A database that the tests' networks are copied from; nobody works in it. */
export const EMPTY_NETWORK = 'empty_network';

/** Makes it on the server at `url`: all steps of the schema take longer than most tests. */
export async function makeEmptyNetwork(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${EMPTY_NETWORK} TEMPLATE template0`);
  await client.end();
  const where = { url: urlOf(url, EMPTY_NETWORK), clock: { nowMs: () => 0 }, appVersion: '0.1.0' };
  const opened = await openPostgresStore(where);
  if (!opened.ok) throw new Error(opened.code);
  await opened.value.close();
}
