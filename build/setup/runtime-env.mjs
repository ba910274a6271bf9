import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { spawnSync } from 'node:child_process';

import { executableOf } from './steps/electron-runtime.mjs';
import { BIN, pathWithoutBin } from './paths.mjs';
import { lockHash, readState } from './steps/state.mjs';

/**
 * @returns {string} empty when the set-up has been done for the present lock file, else one
 *   sentence
 */
export function setupProblem() {
  const state = readState();
  if (state === undefined || !existsSync(BIN)) {
    return 'Forecourt is not set up yet: run `npm start` or `npm test` once.';
  }
  if (state.lock !== lockHash()) {
    return 'The dependencies have changed since the last set-up: run `npm start` or `npm test` once.';
  }
  return '';
}

/**
 * What every script of the project runs with: commands of npm packages first on the PATH, the
 * Electron that the set-up found, and the SQLite file that works in it.
 * @param {NodeJS.ProcessEnv} [base]
 * @returns {NodeJS.ProcessEnv}
 */
export function runtimeEnv(base = process.env) {
  const state = readState();
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...base, PATH: [BIN, pathWithoutBin(base)].join(delimiter) };
  // The tools start the Electron that the set-up names, not one that they were told of elsewhere.
  if (state?.electron) {
    const { source, version, dist, packageDist } = state.electron;
    Object.assign(env, {
      ELECTRON_OVERRIDE_DIST_PATH: dist,
      ELECTRON_EXEC_PATH: executableOf(dist),
      FORECOURT_ELECTRON_DIST: packageDist,
      FORECOURT_ELECTRON_SOURCE: source,
      FORECOURT_ELECTRON_VERSION: version,
    });
  }
  if (state?.sqliteBinding) env['FORECOURT_SQLITE_BINDING'] = state.sqliteBinding;
  const flags = developmentFlags();
  env['FORECOURT_ELECTRON_FLAGS'] = flags.join(' ');
  if (flags.includes('--no-sandbox')) env['NO_SANDBOX'] = '1';
  return env;
}

/**
 * Switches that Electron needs on this account in development and tests; a package never gets them.
 * Chromium's sandbox refuses root, and needs user namespaces where its helper has no set-user-id
 * bit.
 * @returns {string[]}
 */
export function developmentFlags() {
  if (process.platform !== 'linux') return [];
  if (process.getuid?.() === 0) return ['--no-sandbox'];
  const namespaces = spawnSync('unshare', ['--user', 'true'], { stdio: 'ignore' });
  return namespaces.status === 0 ? [] : ['--no-sandbox'];
}
