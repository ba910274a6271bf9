import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { must, run } from '../process/command.mjs';
import { ROOT, SCRIPT_NODE_MAJOR, pathWithoutBin, pinnedNode } from '../paths.mjs';
import { SetupProblem, say } from '../process/progress.mjs';
import { fileSign, readJson } from '../stamp.mjs';

/** npm writes this file as its last act, so an interrupted installation has none. */
export const INSTALLED_LOCK = join(ROOT, 'node_modules', '.package-lock.json');

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockEntry
 */

/**
 * Compares what is installed with what the lock file asks for.
 * @param {{ packages?: Record<string, LockEntry> } | undefined} wanted package-lock.json
 * @param {{ packages?: Record<string, LockEntry> } | undefined} installed the hidden lock file
 * @returns {string[]} places that are absent or differ; optional ones of other platforms do not
 *   count
 */
export function packageDifferences(wanted, installed) {
  const have = installed?.packages ?? {};
  const places = Object.entries(wanted?.packages ?? {}).filter(([place]) => place !== '');
  return places
    .filter(([place, entry]) => {
      const found = have[place];
      if (found === undefined) return entry.optional !== true;
      return found.version !== entry.version || found.integrity !== entry.integrity;
    })
    .map(([place]) => place);
}

/**
 * Settings of the account or machine that would change what is installed are overruled; the
 * registry, proxy and certificates stay theirs.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnv(env = process.env) {
  const kept = Object.entries(env).filter(
    ([name]) =>
      !/^npm_config_(omit|include|only|production|global|ignore_scripts|prefix|local_prefix|workspace|nodedir|build_from_source|dry_run)$/i.test(
        name,
      ),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: pathWithoutBin(env),
    NODE_ENV: '',
    // The runtime is brought by a step of its own, from where it can be had.
    ELECTRON_SKIP_BINARY_DOWNLOAD: '1',
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
  };
}

/**
 * Installs exactly what package-lock.json names, unless it is there already.
 * @returns {Promise<string>} what was done, in a few words
 */
export async function ensureNpmPackages() {
  if (await installedAndComplete()) return 'already installed';
  const options = { cwd: ROOT, env: npmEnv(), log: 'npm-ci' };
  if ((await run('npm', NPM_CI, options)).code !== 0) {
    say('      npm did not succeed; once more, from an empty folder.');
    rmSync(join(ROOT, 'node_modules'), { recursive: true, force: true, maxRetries: 5 });
    await must('The npm packages could not be installed', 'npm', NPM_CI, options);
  }
  const problem = await scriptNodeProblem();
  if (problem !== '') throw new SetupProblem(problem);
  return 'installed';
}

/** @returns {Promise<string>} empty when the Node for all later steps starts and is new enough */
async function scriptNodeProblem() {
  const { code, stdout } = await run(pinnedNode(), ['--version']);
  if (code === 0 && Number(/^v(\d+)/.exec(stdout)?.[1]) >= SCRIPT_NODE_MAJOR) return '';
  return (
    `npm has no Node ${SCRIPT_NODE_MAJOR} for ${process.platform} ${process.arch}: ` +
    `install Node ${SCRIPT_NODE_MAJOR} or newer and run the command with it.`
  );
}

const NPM_CI = [
  'ci',
  '--include=dev',
  '--include=optional',
  // Every native module brings its file along; npm would compile some of them all the same.
  '--ignore-scripts',
  '--loglevel=error',
  '--no-global',
  '--no-audit',
  '--no-fund',
  '--no-progress',
];

async function installedAndComplete() {
  const installed = readJson(INSTALLED_LOCK);
  if (installed === undefined) return false;
  const wanted = readJson(join(ROOT, 'package-lock.json'));
  if (packageDifferences(wanted, installed).length > 0) return false;
  return (await scriptNodeProblem()) === '';
}

/** A cheap sign that node_modules is the one the set-up has seen. */
export function installedSign() {
  return fileSign(INSTALLED_LOCK);
}
