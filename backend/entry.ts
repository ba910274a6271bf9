import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { destination, type Logger } from 'pino';
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
  type Place,
} from './arguments.ts';
import { parseCreateArguments } from './arguments-create.ts';
import {
  startBackend,
  type BackendOptions,
  type BackendStorage,
  type RunningBackend,
} from './entry-compose.ts';
import { firstStationCode } from './first-station-code.ts';
import { databaseStores } from './entry-database.ts';
import { databaseFile, keyFileOf } from './entry-folder.ts';
import { errorWords, refusalWords } from './failure-words.ts';

/**
 * The backend as a server of its own: `npm run backend -- --data DIR --port N [--demo]`, or with
 * `--database URL`; and, with the same words for the place, `create-network` and `verify`; and
 * `migrate-store --from DIR --to URL`.
 */

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  'create-network': create,
  'migrate-store': move,
  verify,
};
const NOTHING_RESTORED =
  'Nothing was started: --restored is for a network from a backup, and there is none here. Put the ' +
  'copy of the database in its place, or begin a new network with create-network.';
const BEGUN =
  'The network is there. Start its backend at the same place: npm run backend -- ' +
  '--data DIR or --database URL, --port N\n';
const NO_NETWORK =
  'No network is here yet. Stop this and begin one: npm run backend -- create-network (see --help). ' +
  'For a program that begins it by itself, the one-time set-up token: ';
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
/** pino's number of standard error. */
const STANDARD_ERROR = 2;

async function main(): Promise<void> {
  const [word = '', ...rest] = process.argv.slice(2);
  const command = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  if (command !== undefined) {
    // One text explains them all.
    if (rest.includes('--help') || rest.includes('-h')) say(HELP);
    else await command(rest);
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

async function create(args: readonly string[]): Promise<void> {
  const parsed = parseCreateArguments(args);
  if (!parsed.ok) {
    explain(parsed.params['why']);
    return;
  }
  try {
    const { beginNetwork } = await import('./entry-create.ts');
    const storage = (): Promise<BackendStorage> => storageOf(parsed.value.place);
    const begun = await beginNetwork({ asked: parsed.value, storage, log: logTo('warn') });
    if (!begun.ok) {
      fail(`No network was begun: ${refusalWords(begun.code, begun.params)}`);
      return;
    }
    say(`${BEGUN}${joiningWords(begun.value.enrolmentCode)}`);
  } catch (error) {
    fail(`No network was begun: ${errorWords(error)}`);
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
      say(`${NO_NETWORK}${started.value.service.setupToken ?? ''}\n`);
    }
    const code = await codeToJoin(started.value, args);
    say(`Forecourt backend ready at ${started.value.url}\n${code}`);
  } catch (error) {
    fail(`The backend cannot start: ${errorWords(error)}`);
  }
}

/**
 * Codes are given out at a workstation: every start says one until the first has joined, and always
 * of a demonstration.
 */
async function codeToJoin(
  { service, hasNetwork }: RunningBackend,
  { demonstration }: Arguments,
): Promise<string> {
  if (!hasNetwork) return '';
  const joined = (await service.stores.identity.workstations()).length > 0;
  if (joined && !demonstration) return '';
  const made = await firstStationCode(service);
  return made.ok ? joiningWords(made.value.code) : '';
}

function joiningWords(code: string): string {
  return `A workstation joins it with the one-time code ${code}\n`;
}

async function prepare(args: Arguments): Promise<BackendOptions> {
  const { place, demonstration, level } = args;
  const storage = await storageOf(place);
  const log = logTo(level);
  const { port, host, hostNames, proxies, restored } = args;
  const setupToken = demonstration ? null : new SystemIds().token();
  return { ...storage, port, host, hostNames, proxies, restored, demonstration, setupToken, log };
}

function logTo(level: Arguments['level']): Logger {
  return makeLog({ level, destination: destination({ dest: STANDARD_ERROR, sync: false }) });
}

async function storageOf(place: Place): Promise<BackendStorage> {
  return place.kind === 'folder' ? folder(place) : database(place);
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
