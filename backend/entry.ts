import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { destination } from 'pino';
import { SystemIds } from '#adapter/crypto/system-ids.ts';
import { readKeyFile } from '#adapter/key-file/key-file.ts';
import { makeLog, type LogOptions } from '#adapter/log/pino-log.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import { startBackend, type BackendOptions, type RunningBackend } from './entry-compose.ts';

/** The backend as a server of its own: `npm run backend -- --data DIR --port N [--demo]`. */

const HELP = `Forecourt backend

  --data DIR         folder of the database; made when it is not there
  --port N           port to listen at; 0 takes a free one
  --demo             a demonstration network with invented stations, cards and people
  --host ADDRESS     address to listen at (127.0.0.1)
  --host-name NAME   another name by which workstations call this backend; may be repeated
  --key-file FILE    database key, 64 hex digits (network.key in the folder, made at the first start)
  --log-level LEVEL  debug, info, warn, error or silent (info); the log goes to standard error
  --help             this text
`;

const KEY_FILE = 'network.key';
const PORT_MAX = 65_535;
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
/** pino's number of standard error. */
const STANDARD_ERROR = 2;
const LEVELS: readonly LogOptions['level'][] = ['debug', 'info', 'warn', 'error', 'silent'];

interface Arguments {
  readonly help: boolean;
  readonly dataDir: string;
  readonly port: number;
  readonly demonstration: boolean;
  readonly host: string;
  readonly hostNames: readonly string[];
  readonly keyFile: string | null;
  readonly level: LogOptions['level'];
}

async function main(): Promise<void> {
  const parsed = parseArguments(process.argv.slice(2));
  if (!parsed.ok) {
    say(`${String(parsed.params['why'])}\n\n${HELP}`, process.stderr);
    process.exitCode = EXIT_USAGE;
  } else if (parsed.value.help) {
    say(HELP);
  } else {
    await run(parsed.value);
  }
}

function parseArguments(args: readonly string[]): Result<Arguments, 'USAGE'> {
  const usage = (why: string): Result<never, 'USAGE'> => refuse('USAGE', { why });
  let values: ReturnType<typeof readOptions>;
  try {
    values = readOptions(args);
  } catch (error) {
    return usage(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
  const help = values.help ?? false;
  if (!help && values.data === undefined) return usage('--data DIR is missing.');
  if (!help && values.port === undefined) return usage('--port N is missing.');
  const port = Number(values.port ?? 0);
  if (!/^\d{1,5}$/u.test(values.port ?? '0') || port > PORT_MAX) {
    return usage(`--port ${values.port ?? ''} is not a number from 0 to ${PORT_MAX}.`);
  }
  const level = LEVELS.find((known) => known === (values['log-level'] ?? 'info'));
  if (level === undefined) return usage(`--log-level is one of ${LEVELS.join(', ')}.`);
  return ok({
    help,
    dataDir: resolve(values.data ?? '.'),
    port,
    demonstration: values.demo ?? false,
    host: values.host ?? '127.0.0.1',
    hostNames: values['host-name'] ?? [],
    keyFile: values['key-file'] === undefined ? null : resolve(values['key-file']),
    level,
  });
}

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      data: text,
      port: text,
      demo: flag,
      host: text,
      'host-name': { type: 'string', multiple: true },
      'key-file': text,
      'log-level': text,
      help: { ...flag, short: 'h' },
    },
  });
  return values;
}

async function run(args: Arguments): Promise<void> {
  try {
    const started = await startBackend(await prepare(args));
    if (!started.ok) {
      fail(`The backend cannot start: ${started.code} ${JSON.stringify(started.params)}`);
      return;
    }
    stopOnSignal(started.value);
    say(`Forecourt backend ready at ${started.value.url}\n`);
  } catch (error) {
    fail(`The backend cannot start: ${error instanceof Error ? error.message : 'unknown fault'}`);
  }
}

async function prepare(args: Arguments): Promise<BackendOptions> {
  const { dataDir, keyFile, demonstration, level } = args;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const key = await readKeyFile(keyFile ?? join(dataDir, KEY_FILE), keyFile === null);
  if (key.created) {
    say(
      `Database key made: ${join(dataDir, KEY_FILE)}. Keep a copy: without it the data is lost.\n`,
    );
  }
  const log = makeLog({ level, destination: destination({ dest: STANDARD_ERROR, sync: true }) });
  const { port, host, hostNames } = args;
  const setupToken = demonstration ? null : new SystemIds().token();
  const databaseKeyHex = key.keyHex;
  return { dataDir, databaseKeyHex, port, host, hostNames, demonstration, setupToken, log };
}

function stopOnSignal(backend: RunningBackend): void {
  let stopping: Promise<void> | null = null;
  const stop = (): void => {
    stopping ??= backend.stop().then(
      () => say('Forecourt backend stopped\n'),
      () => fail('The backend did not stop cleanly.'),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function say(text: string, to: NodeJS.WriteStream = process.stdout): void {
  to.write(text);
}

function fail(text: string): void {
  say(`${text}\n`, process.stderr);
  process.exitCode = EXIT_FAILED;
}

await main();
