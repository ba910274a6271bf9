import { join } from 'node:path';

import { ensureElectron } from './electron-runtime.mjs';
import { checkNativeModules } from './native-modules.mjs';
import { ensureNpmPackages } from './npm-packages.mjs';
import { DESKTOP_NEEDS, ensureOsPackages } from './os-packages.mjs';
import { withLock } from '../process/lock.mjs';
import { STATE_DIR, cacheDir } from '../paths.mjs';
import { SetupProblem, runSteps, say, seconds } from '../process/progress.mjs';
import { ensureSqlite } from './sqlite-native.mjs';
import { STATE_FILE, lockHash, readState, setupKey, signed, stillHolds } from './state.mjs';
import { writeJson } from '../stamp.mjs';

/**
 * Brings everything that the workstation and its tests need, or verifies in a moment that it is
 * there. Without its npm packages nothing works, so that throws; what else cannot be had is listed.
 * @returns {Promise<import('./state.mjs').SetupState>}
 */
export async function setUp() {
  const startedMs = performance.now();
  const override = ownElectron();
  return withLock(join(STATE_DIR, 'setup.lock'), 'the set-up of this checkout', async () => {
    const state = readState();
    if (state !== undefined && stillHolds(state, setupKey(override))) {
      await ensureOsPackages(DESKTOP_NEEDS);
      say(`Set-up is complete and verified (${seconds(performance.now() - startedMs)}).`);
      return state;
    }
    // Other checkouts share the cache.
    const cacheLock = join(cacheDir(), 'setup.lock');
    return withLock(cacheLock, 'a set-up on this machine', () => fullSetUp(override));
  });
}

/** @param {string | undefined} override */
async function fullSetUp(override) {
  /**
   * @type {{ electron: import('./electron-runtime.mjs').Electron | null, sqliteBinding: string |
   * null }}
   */
  const found = { electron: null, sqliteBinding: null };
  /** @type {string[]} */
  const problems = [];
  const tookMs = await runSteps([
    { title: 'Node', run: async () => `${process.versions.node} is new enough` },
    {
      title: 'packages of the operating system',
      run: () => collecting(problems, () => ensureOsPackages(DESKTOP_NEEDS)),
    },
    { title: 'npm packages', run: ensureNpmPackages },
    {
      title: 'Electron',
      run: () =>
        collecting(problems, async () => {
          found.electron = await ensureElectron(override);
          return `${found.electron.version} (${found.electron.source})`;
        }),
    },
    {
      title: 'encrypted SQLite for Electron',
      run: () =>
        collecting(problems, async () => {
          if (found.electron === null) return 'left out, there is no Electron';
          const { binding, done } = await ensureSqlite(found.electron);
          found.sqliteBinding = binding ?? null;
          return done;
        }),
    },
    {
      title: 'key store and password hashing',
      run: () => collecting(problems, () => checkNativeModules(found.electron ?? undefined)),
    },
  ]);
  const took = { problems, seconds: Math.round(tookMs / 100) / 10 };
  const state = signed({ key: setupKey(override), lock: lockHash(), ...found, ...took });
  writeJson(STATE_FILE, state);
  say(`Set-up took ${seconds(tookMs)}; it is not repeated while its inputs stay the same.`);
  return state;
}

/**
 * @param {string[]} problems
 * @param {() => Promise<string>} work
 */
async function collecting(problems, work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    problems.push(error.message);
    return `NOT DONE. ${error.message}`;
  }
}

/** A folder that a person named, not one that a script of ours passed on. */
function ownElectron() {
  if (process.env['FORECOURT_ELECTRON_SOURCE']) return undefined;
  return process.env['ELECTRON_OVERRIDE_DIST_PATH'] || undefined;
}
