import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { findBinaries } from './binaries.ts';

/** Durable as in production; small, because it shares the machine with the tests. */
const SETTINGS = {
  listen_addresses: '',
  fsync: 'on',
  synchronous_commit: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '2GB',
};

/** PostgreSQL refuses to run as root; this account exists everywhere and may do nothing. */
const NOBODY = 65_534;
const STOP_MS = 20_000;

export interface PostgresServer {
  /** Of the database `postgres`; for others see `urlOf`. */
  readonly url: string;
  readonly version: string;
  /** Ends the server and removes everything that it wrote. */
  stop(): Promise<void>;
}

/** A server of our own in `folder`, which must not exist; null with no binaries on this machine. */
export async function startPostgres(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<PostgresServer | { readonly reason: string }> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const binaries = findBinaries(folder);
  if (!binaries.found) return { reason: binaries.reason };
  const own = join(folder, 'own');
  mkdirSync(own);
  const account: Account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (account.uid !== undefined) chownSync(own, account.uid, account.uid);
  const password = randomBytes(16).toString('hex');
  const data = join(own, 'data');
  initialize(binaries.bin, { own, data, password, account });
  const options = Object.entries({ ...SETTINGS, unix_socket_directories: own, ...settings });
  const args = ['-D', data, ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const log = openSync(join(folder, 'server.log'), 'a');
  const child = spawn(join(binaries.bin, 'postgres'), args, {
    cwd: own,
    stdio: ['ignore', log, log],
    ...account,
  });
  const url = `postgres://postgres:${password}@localhost/postgres?host=${encodeURIComponent(own)}`;
  await answering(url, child, folder);
  return { url, version: binaries.version, stop: () => stop(child, folder) };
}

/** The address of another database of the same server. */
export function urlOf(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.href;
}

/** Whom the server runs as; empty for whoever runs the tests. */
interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

interface Place {
  readonly own: string;
  readonly data: string;
  readonly password: string;
  readonly account: Account;
}

function initialize(bin: string, { own, data, password, account }: Place): void {
  const file = join(own, 'password');
  writeFileSync(file, password, { mode: 0o600 });
  if (account.uid !== undefined) chownSync(file, account.uid, account.uid);
  const made = spawnSync(
    join(bin, 'initdb'),
    [
      ...['-D', data, '-U', 'postgres', `--pwfile=${file}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'],
    ],
    { cwd: own, encoding: 'utf8', env: { PATH: process.env['PATH'], TZ: 'UTC' }, ...account },
  );
  rmSync(file);
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}${made.error?.message ?? ''}`);
}

async function answering(url: string, child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await client.end().catch(() => undefined);
    }
    if (child.exitCode !== null) {
      throw new Error(`PostgreSQL ended: ${readFileSync(join(folder, 'server.log'), 'utf8')}`);
    }
    await Promise.race([ended, new Promise((resolve) => void setTimeout(resolve, 50))]);
  }
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null) {
    const ended = new Promise((resolve) => void child.once('exit', resolve));
    // Its word for: end all connections and stop at once, in order.
    child.kill('SIGINT');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(late);
  }
  rmSync(folder, { recursive: true, force: true });
}
