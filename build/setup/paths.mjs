import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE = process.platform === 'win32' ? 'node.exe' : 'node';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '');

/** Commands that npm packages bring, the pinned Node among them. */
export const BIN = join(ROOT, 'node_modules', '.bin');

/** What the set-up remembers about this checkout: state, locks, logs. Not under version control. */
export const STATE_DIR = join(ROOT, '.setup');

/** Where test runners leave their reports. */
export const RESULTS_DIR = join(ROOT, 'test', 'results');

/**
 * Folder that outlives a checkout: Electron runtimes and compiled modules, keyed by version.
 * @param {NodeJS.ProcessEnv} env
 */
export function cacheDir(env = process.env) {
  const home = env['HOME'] || homedir();
  if (process.platform === 'win32') {
    return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'forecourt', 'cache');
  }
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'forecourt');
}

/**
 * Profile folder of a workstation started from the sources, apart from an installed product's.
 * @param {NodeJS.ProcessEnv} env
 */
export function profileDir(env = process.env) {
  const home = env['HOME'] || homedir();
  if (env['FORECOURT_PROFILE']) return env['FORECOURT_PROFILE'];
  if (process.platform === 'win32') {
    return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'forecourt-development');
  }
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'forecourt-development');
}

/**
 * Lowest major version of Node that runs TypeScript directly, as all scripts after the set-up need.
 */
export const SCRIPT_NODE_MAJOR = 24;

/** The pinned Node that npm installed; where none is published, the one that runs this. */
export function pinnedNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}`;
  const pinned = join(ROOT, 'node_modules', name, 'bin', NODE);
  return existsSync(pinned) ? pinned : process.execPath;
}

/**
 * PATH without this checkout's commands: npm must not run on the Node that it is about to replace.
 * @param {NodeJS.ProcessEnv} env
 */
export function pathWithoutBin(env = process.env) {
  const parts = (env['PATH'] ?? '').split(delimiter);
  return parts.filter((part) => part !== BIN).join(delimiter);
}
