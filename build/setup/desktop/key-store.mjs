import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { run } from '../process/command.mjs';
import { startHelper } from './helper-process.mjs';
import { SetupProblem } from '../process/progress.mjs';

const SERVICE = 'org.freedesktop.secrets';
const COLLECTION = '/org/freedesktop/secrets/collection/login';
const READY_MS = 15_000;
const POLL_MS = 50;

// It starts no service by itself: a portal or a prompter of the machine must not answer in our
// place.
const BUS_CONFIG = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/**
 * Whether the person's session has a key store.
 * @param {NodeJS.ProcessEnv} env
 */
export async function hasKeyStore(env) {
  if (process.platform !== 'linux') return true;
  const runtimeBus = join(env['XDG_RUNTIME_DIR'] || `/run/user/${process.getuid?.()}`, 'bus');
  if (!env['DBUS_SESSION_BUS_ADDRESS'] && !existsSync(runtimeBus)) return false;
  for (const list of ['ListNames', 'ListActivatableNames']) {
    const bus = 'org.freedesktop.DBus';
    const answer = await ask(env, { destination: bus, path: '/', method: `${bus}.${list}` });
    if (answer.includes(`"${SERVICE}"`)) return true;
  }
  return false;
}

/**
 * Starts a message bus of its own and, on it, a key store without a password, unlocked.
 * @param {string} runFolder existing private folder for sockets
 * @param {string} dataFolder folder in which the keys stay
 */
export async function startKeyStore(runFolder, dataFolder) {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const config = join(runFolder, 'bus.xml');
  writeFileSync(config, BUS_CONFIG.replace('FOLDER', runFolder));
  const own = { ...process.env, ...storeEnv(runFolder, dataFolder) };
  const bus = await startHelper(
    'dbus-daemon',
    [`--config-file=${config}`, '--nofork', '--nopidfile', '--print-address=1'],
    own,
  );
  try {
    const address = await bus.firstLine(1);
    const control = join(runFolder, 'keyring');
    const env = {
      DBUS_SESSION_BUS_ADDRESS: address,
      GNOME_KEYRING_CONTROL: control,
      FORECOURT_KEY_FOLDER: dataFolder,
    };
    const keyring = await startHelper(
      'gnome-keyring-daemon',
      ['--foreground', '--unlock', '--components=secrets', `--control-directory=${control}`],
      { ...own, ...env },
    );
    keyring.input('\n');
    const closeAll = async () => {
      await keyring.close();
      await bus.close();
    };
    await untilUnlocked({ ...process.env, ...env }).catch(async (error) => {
      await closeAll();
      throw error;
    });
    return { env, close: closeAll };
  } catch (error) {
    await bus.close();
    throw error;
  }
}

/** @param {NodeJS.ProcessEnv} env */
async function untilUnlocked(env) {
  const startedMs = performance.now();
  while (performance.now() - startedMs < READY_MS) {
    if ((await isLocked(env)) === false) return;
    await wait(POLL_MS);
  }
  throw new SetupProblem('The key store of our own (gnome-keyring-daemon) does not become ready.');
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean | undefined>} undefined when there is no store on that bus
 */
export async function isLocked(env) {
  const answer = await ask(env, {
    destination: SERVICE,
    path: COLLECTION,
    method: 'org.freedesktop.DBus.Properties.Get',
    args: ['string:org.freedesktop.Secret.Collection', 'string:Locked'],
  });
  return /boolean true/.test(answer) ? true : /boolean false/.test(answer) ? false : undefined;
}

/**
 * Locks the store on that bus, as a desktop does after a while. For tests.
 * @param {NodeJS.ProcessEnv} env
 */
export async function lockKeyStore(env) {
  const method = 'org.freedesktop.Secret.Service.Lock';
  const path = '/org/freedesktop/secrets';
  await ask(env, { destination: SERVICE, path, method, args: [`array:objpath:${COLLECTION}`] });
  if ((await isLocked(env)) !== true) throw new SetupProblem('The key store cannot be locked.');
}

/**
 * Unlocks a store of our own again, by starting it anew on the same bus with the same keys: a
 * process that has talked to the one before must be started anew as well. For tests.
 * @param {NodeJS.ProcessEnv} env with what `startKeyStore` gave
 */
export async function unlockKeyStore(env) {
  const { FORECOURT_KEY_FOLDER: folder, GNOME_KEYRING_CONTROL: control } = env;
  if (!folder || !control) throw new SetupProblem('This is not a key store of our own.');
  const args = ['--replace', '--unlock', '--components=secrets', `--control-directory=${control}`];
  // It becomes a daemon that ends with its bus.
  spawnSync('gnome-keyring-daemon', args, {
    env: { ...env, ...storeEnv(dirname(control), folder) },
    input: '\n',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await untilUnlocked(env);
}

/**
 * The store looks nowhere but in its own folders.
 * @param {string} runFolder
 * @param {string} dataFolder
 */
function storeEnv(runFolder, dataFolder) {
  return { HOME: dataFolder, XDG_DATA_HOME: dataFolder, XDG_RUNTIME_DIR: runFolder };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {{ destination: string, path: string, method: string, args?: readonly string[] }} call
 * @returns {Promise<string>} the answer as dbus-send prints it; empty when there is none
 */
async function ask(env, { destination, path, method, args = [] }) {
  const words = [
    '--session',
    '--print-reply',
    '--reply-timeout=3000',
    `--dest=${destination}`,
    path,
    method,
  ];
  return (await run('dbus-send', [...words, ...args], { env })).stdout;
}
