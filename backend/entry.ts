import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { destination } from 'pino';
import { SystemIds } from '#adapter/crypto/system-ids.ts';
import { readKeyFile } from '#adapter/key-file/key-file.ts';
import { makeLog } from '#adapter/log/pino-log.ts';
import { HELP, parseArguments, type Arguments } from './arguments.ts';
import { startBackend, type BackendOptions, type RunningBackend } from './entry-compose.ts';

/** The backend as a server of its own: `npm run backend -- --data DIR --port N [--demo]`. */

const KEY_FILE = 'network.key';
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
/** pino's number of standard error. */
const STANDARD_ERROR = 2;
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

async function run(args: Arguments): Promise<void> {
  try {
    const started = await startBackend(await prepare(args));
    if (!started.ok) {
      fail(`The backend cannot start: ${started.code} ${JSON.stringify(started.params)}`);
      return;
    }
    stopOnSignal(started.value);
    if (!started.value.hasNetwork) {
      say(`No network yet. One-time set-up token: ${started.value.service.setupToken ?? ''}\n`);
    }
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
  const log = makeLog({ level, destination: destination({ dest: STANDARD_ERROR, sync: false }) });
  const { port, host, hostNames } = args;
  const setupToken = demonstration ? null : new SystemIds().token();
  const databaseKeyHex = key.keyHex;
  const decidingEntry = new URL('./entry-deciding.ts', import.meta.url);
  const at = { dataDir, databaseKeyHex, decidingEntry, port, host, hostNames };
  return { ...at, demonstration, setupToken, log };
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
