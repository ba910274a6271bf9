import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres, urlOf } from '#test/support/postgres/server.ts';
import type { Bench } from '../part.ts';

/** Room for one machine's work; everything about durability stays as it comes. */
const SETTINGS = {
  shared_buffers: '512MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
} as const;

/** A PostgreSQL of its own for the run, on the disk that is measured. */
export interface BenchServer {
  readonly version: string;
  connect(): Promise<Client>;
  /**
   * A new database.
   * @returns its address
   */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startServer({ folder, signal }: Bench): Promise<BenchServer> {
  signal.throwIfAborted();
  // The account that the server runs under has to come through.
  await chmod(folder, 0o711);
  const started = await startPostgres(join(folder, 'postgres'), SETTINGS);
  if ('reason' in started) throw new Error(started.reason);
  const { url, version, stop } = started;
  signal.addEventListener('abort', () => void stop(), { once: true });
  const connect = async (): Promise<Client> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    return client;
  };
  const database = async (name: string): Promise<string> => {
    const client = await connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    return urlOf(url, name);
  };
  return { version, connect, database, stop };
}
