import { join } from 'node:path';

import { executableOf } from './electron-runtime.mjs';
import { installedSign } from './npm-packages.mjs';
import { ROOT, STATE_DIR, cacheDir } from '../paths.mjs';
import { fileSign, hashParts, hashTree, readJson } from '../stamp.mjs';

const SCRIPTS = ['steps', 'process', 'default-app', 'paths.mjs', 'stamp.mjs'].map(
  (name) => `build/setup/${name}`,
);

/** What the last finished set-up found. Written as its last act. */
export const STATE_FILE = join(STATE_DIR, 'state.json');

/**
 * @typedef {object} SetupState
 * @property {string} key inputs of the set-up that wrote it
 * @property {string} lock hash of the lock file whose packages are installed
 * @property {string} packagesSign
 * @property {import('./electron-runtime.mjs').Electron | null} electron
 * @property {string} electronSign
 * @property {string | null} sqliteBinding
 * @property {string} sqliteSign
 * @property {string[]} problems what could not be had; a state with problems is tried again
 * @property {number} seconds how long that set-up took
 */

/** @returns {SetupState | undefined} */
export function readState() {
  return readJson(STATE_FILE);
}

/** Hash of package-lock.json. */
export function lockHash() {
  return hashTree(ROOT, ['package-lock.json']);
}

/**
 * Everything that decides what the set-up does. The Node that runs it does not: the first run has
 * the system's, later ones the pinned one.
 * @param {string | undefined} override folder of the person's own Electron
 */
export function setupKey(override) {
  return hashParts([
    { name: 'lock', content: lockHash() },
    { name: 'scripts', content: hashTree(ROOT, SCRIPTS) },
    { name: 'platform', content: `${process.platform}-${process.arch}` },
    { name: 'override', content: override ?? '' },
    { name: 'cache', content: cacheDir() },
  ]);
}

/**
 * @param {Omit<SetupState, 'packagesSign' | 'electronSign' | 'sqliteSign'>} found
 * @returns {SetupState}
 */
export function signed(found) {
  return {
    ...found,
    packagesSign: installedSign(),
    electronSign: found.electron === null ? '' : fileSign(executableOf(found.electron.dist)),
    sqliteSign: found.sqliteBinding === null ? '' : fileSign(found.sqliteBinding),
  };
}

/**
 * A state counts only while the files that it speaks of are the ones that were checked.
 * @param {SetupState | undefined} state
 * @param {string} key
 */
export function stillHolds(state, key) {
  if (state === undefined || state.key !== key || state.problems.length > 0) return false;
  const now = signed(state);
  return (
    now.packagesSign !== '' &&
    now.packagesSign === state.packagesSign &&
    now.electronSign === state.electronSign &&
    now.sqliteSign === state.sqliteSign
  );
}
