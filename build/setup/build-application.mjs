import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { must } from './process/command.mjs';
import { withLock } from './process/lock.mjs';
import { ROOT, STATE_DIR, pinnedNode } from './paths.mjs';
import { say, seconds } from './process/progress.mjs';
import { runtimeEnv } from './runtime-env.mjs';
import { hashTree, readJson, writeJson } from './stamp.mjs';

/** The test build has the switches that end-to-end tests pull (cut the link, end a process). */
export const OUTPUTS = { product: join(ROOT, 'out'), test: join(ROOT, 'out', 'test') };

const SOURCES = [
  'backend',
  'electron',
  'renderer',
  'build/vite',
  'package.json',
  'package-lock.json',
];
const RESULTS = ['main/index.js', 'main/engine.js', 'main/vault.js', 'main/backend.js'];
const OTHER_RESULTS = ['preload/bridge.cjs', 'renderer/index.html'];

/**
 * Builds main, engine, vault, backend, preload and renderer, unless the sources are those of the
 * last finished build.
 * @param {'product' | 'test'} variant
 * @param {{ force?: boolean }} [options]
 * @throws {import('./process/progress.mjs').SetupProblem} with the end of the bundler's output
 */
export async function buildApplication(variant, options = {}) {
  const lock = join(STATE_DIR, `build-${variant}.lock`);
  await withLock(lock, `the ${variant} build`, async () => {
    const startedMs = performance.now();
    const stampFile = join(STATE_DIR, `build-${variant}.json`);
    const sources = hashTree(ROOT, SOURCES, (path) => !path.endsWith('.md'));
    if (!options.force && readJson(stampFile)?.sources === sources && isComplete(variant)) {
      say(`The ${variant} build is up to date (${seconds(performance.now() - startedMs)}).`);
      return;
    }
    say(`Building the ${variant} variant …`);
    // The stamp of the build before must not vouch for half of this one.
    writeJson(stampFile, {});
    await bundle(variant);
    if (variant === 'test') writeTestManifest();
    writeJson(stampFile, { sources });
    say(`Built the ${variant} variant (${seconds(performance.now() - startedMs)}).`);
  });
}

/** @param {'product' | 'test'} variant */
async function bundle(variant) {
  const script = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const config = join(ROOT, 'build', 'vite', 'electron.vite.config.ts');
  const mode = variant === 'test' ? 'test' : 'production';
  await must(
    `The ${variant} build failed`,
    pinnedNode(),
    [script, 'build', '--config', config, '--mode', mode],
    {
      cwd: ROOT,
      env: runtimeEnv(),
      log: `build-${variant}`,
    },
  );
}

/** @param {'product' | 'test'} variant */
function isComplete(variant) {
  return [...RESULTS, ...OTHER_RESULTS].every((name) => existsSync(join(OUTPUTS[variant], name)));
}

/** `electron out/test` needs to know what it starts. */
function writeTestManifest() {
  const { name, productName, version, type, main } = readJson(join(ROOT, 'package.json'));
  const inside = main.replace(/^out\//, '');
  writeJson(join(OUTPUTS.test, 'package.json'), { name, productName, version, type, main: inside });
}
