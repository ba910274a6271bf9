import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { destination } from 'pino';
import { SystemIds } from '#adapter/crypto/system-ids.ts';
import { readKeyFile } from '#adapter/key-file/key-file.ts';
import { makeLog } from '#adapter/log/pino-log.ts';
import {
  HELP,
  parseArguments,
  parseMoveArguments,
  parseVerifyArguments,
  type Arguments,
  type DatabasePlace,
  type FolderPlace,
} from './arguments.ts';
import {
  startBackend,
  type BackendOptions,
  type BackendStorage,
  type RunningBackend,
} from './entry-compose.ts';
import { demonstrationCode } from './demonstration-code.ts';
import { databaseStores } from './entry-database.ts';
import { databaseFile, keyFileOf } from './entry-folder.ts';
import { errorWords, refusalWords } from './failure-words.ts';

/**
 * The backend as a server of its own: `npm run backend -- --data DIR --port N [--demo]`, or with
 * `--database URL`; `npm run backend -- migrate-store --from DIR --to URL`; and
 * `npm run backend -- verify --data DIR` or `--database URL`.
 */

const MOVE = 'migrate-store';
const VERIFY = 'verify';
const NOTHING_RESTORED =
  'Nothing was started: --restored is for a network from a backup, and there is none here. Put the ' +
  'copy of the database in its place, or start without --restored to begin a new network.';
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
/** pino's number of standard error. */
const STANDARD_ERROR = 2;
async function main(): Promise<void> {
  const [command, ...rest] = process.argv.slice(2);
  if (command === MOVE) {
    await move(rest);
    return;
  }
  if (command === VERIFY) {
    await verify(rest);
    return;
  }
  const parsed = parseArguments(process.argv.slice(2));
  if (!parsed.ok) {
    explain(parsed.params['why']);
  } else if (parsed.value.help) {
    say(HELP);
  } else {
    await run(parsed.value);
  }
}

async function move(args: readonly string[]): Promise<void> {
  const parsed = parseMoveArguments(args);
  if (!parsed.ok) {
    explain(parsed.params['why']);
    return;
  }
  try {
    const { moveStore } = await import('./entry-migrate.ts');
    const moved = await moveStore(parsed.value, ({ table, rows, sha256 }) => {
      say(`${table}: ${rows} rows, sha256 ${sha256}\n`);
    });
    if (moved.ok) say('The network has moved: every count and checksum agrees.\n');
    else fail(`Nothing was moved: ${refusalWords(moved.code, moved.params)}`);
  } catch (error) {
    fail(`Nothing was moved: ${errorWords(error)}`);
  }
}

async function verify(args: readonly string[]): Promise<void> {
  const parsed = parseVerifyArguments(args);
  if (!parsed.ok) {
    explain(parsed.params['why']);
    return;
  }
  try {
    const { verifyBooks } = await import('./entry-verify.ts');
    const verdict = await verifyBooks(parsed.value);
    if (verdict.ok) say(`The books agree: ${verdict.counted}.\n`);
    else fail(`The books do not agree: ${verdict.difference}`);
  } catch (error) {
    fail(`Nothing was verified: ${errorWords(error)}`);
  }
}

function explain(why: unknown): void {
  // The reason last: a terminal shows the end of a long text.
  say(`${HELP}\n${String(why)}\n`, process.stderr);
  process.exitCode = EXIT_USAGE;
}

async function run(args: Arguments): Promise<void> {
  const { place, restored } = args;
  // Looked at before a folder or a key is made: an empty folder must stay one.
  if (restored && place.kind === 'folder' && !existsSync(databaseFile(place.dataDir))) {
    fail(NOTHING_RESTORED);
    return;
  }
  try {
    const started = await startBackend(await prepare(args));
    if (!started.ok && started.code === 'NETWORK_MISSING') {
      fail(NOTHING_RESTORED);
      return;
    }
    if (!started.ok) {
      fail(`The backend cannot start: ${refusalWords(started.code, started.params)}`);
      return;
    }
    stopOnSignal(started.value);
    if (!started.value.hasNetwork) {
      say(`No network yet. One-time set-up token: ${started.value.service.setupToken ?? ''}\n`);
    }
    const joining = args.demonstration ? await joiningWords(started.value) : '';
    say(`Forecourt backend ready at ${started.value.url}\n${joining}`);
  } catch (error) {
    fail(`The backend cannot start: ${errorWords(error)}`);
  }
}

/** Codes are given out at a workstation, and a new demonstration has none. */
async function joiningWords({ service }: RunningBackend): Promise<string> {
  const made = await demonstrationCode(service);
  return made.ok ? `A workstation joins it with the one-time code ${made.value.code}\n` : '';
}

async function prepare(args: Arguments): Promise<BackendOptions> {
  const { place, demonstration, level } = args;
  const storage = place.kind === 'folder' ? await folder(place) : database(place);
  const log = makeLog({ level, destination: destination({ dest: STANDARD_ERROR, sync: false }) });
  const { port, host, hostNames, restored } = args;
  const setupToken = demonstration ? null : new SystemIds().token();
  return { ...storage, port, host, hostNames, restored, demonstration, setupToken, log };
}

async function folder(place: FolderPlace): Promise<BackendStorage> {
  const { dataDir, keyFile } = place;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = keyFileOf(place);
  const key = await readKeyFile(path, keyFile === null);
  if (key.created) {
    say(`Database key made: ${path}. Keep a copy: without it the data is lost.\n`);
  }
  const decidingEntry = new URL('./entry-deciding.ts', import.meta.url);
  return { dataDir, databaseKeyHex: key.keyHex, decidingEntry };
}

function database(place: DatabasePlace): BackendStorage {
  return { openStores: databaseStores(place) };
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
