import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { must, run } from '../process/command.mjs';
import { executableOf } from './electron-runtime.mjs';
import { COMPILER_NEEDS, ensureOsPackages } from './os-packages.mjs';
import { ROOT, cacheDir, pathWithoutBin, pinnedNode } from '../paths.mjs';
import { SetupProblem } from '../process/progress.mjs';
import { fileSign, hashParts, readJson, writeJson } from '../stamp.mjs';

/**
 * The ready-made file asks for this version of Node-API; below it the process dies without an
 * error.
 */
const PREBUILD_NAPI = 10;
const COMPILE_MS = 30 * 60_000;
const FILE = 'better_sqlite3.node';

// Declared experimental, the module asks the runtime for whatever it has instead of for version 10,
// and the functions that it needs are there since 9. The second define keeps the older calling
// rules.
const DEFINE = "'NAPI_VERSION=10'";
const DEFINES_BELOW = "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'";

const PACKAGE = join(ROOT, 'node_modules', 'better-sqlite3');

/**
 * @param {import('./electron-runtime.mjs').Electron} electron
 * @returns {Promise<{ binding: string | undefined, done: string }>} path of the file to load in
 *   place of the ready-made one; undefined where that one works
 */
export async function ensureSqlite(electron) {
  if (electron.napi >= PREBUILD_NAPI) {
    await mustOpenEncrypted(executableOf(electron.dist), undefined);
    return { binding: undefined, done: 'the ready-made module works' };
  }
  const binding = join(bindingHome(), FILE);
  let done = 'compiled before';
  if (!isComplete(bindingHome())) {
    await ensureOsPackages(COMPILER_NEEDS);
    await compile();
    done = `compiled for Electron ${electron.version}`;
  }
  await mustOpenEncrypted(executableOf(electron.dist), binding);
  return { binding, done };
}

function bindingHome() {
  const { version } = readJson(join(PACKAGE, 'package.json'));
  const recipe = hashParts([
    { name: 'defines', content: DEFINES_BELOW },
    { name: 'gyp', content: readFileSync(join(PACKAGE, 'binding.gyp')) },
  ]).slice(0, 12);
  const name = `sqlite-${version}-${process.platform}-${process.arch}-${recipe}`;
  return join(cacheDir(), name);
}

/** @param {string} home */
function isComplete(home) {
  const sign = readJson(join(home, 'marker.json'))?.sign;
  return typeof sign === 'string' && sign === fileSign(join(home, FILE));
}

async function compile() {
  const home = bindingHome();
  const work = `${home}.partial-${process.pid}`;
  discardHalves();
  try {
    const tree = join(work, 'tree');
    copySources(tree);
    await must('SQLite could not be compiled', pinnedNode(), gypArguments(), {
      cwd: tree,
      env: gypEnv(),
      timeoutMs: COMPILE_MS,
      log: 'sqlite-compile',
    });
    const done = join(work, 'done');
    mkdirSync(done);
    copyFileSync(join(tree, 'build', 'Release', FILE), join(done, FILE));
    writeJson(join(done, 'marker.json'), { sign: fileSign(join(done, FILE)) });
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    renameSync(done, home);
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {string} tree */
function copySources(tree) {
  mkdirSync(join(tree, 'node_modules'), { recursive: true });
  for (const name of ['deps', 'lib', 'src', 'package.json']) {
    cpSync(join(PACKAGE, name), join(tree, name), { recursive: true });
  }
  const gyp = readFileSync(join(PACKAGE, 'binding.gyp'), 'utf8');
  if (!gyp.includes(DEFINE)) {
    throw new SetupProblem(
      `better-sqlite3 no longer defines ${DEFINE}: adapt build/setup/steps/sqlite-native.mjs.`,
    );
  }
  writeFileSync(join(tree, 'binding.gyp'), gyp.replaceAll(DEFINE, DEFINES_BELOW));
  const addonApi = join(ROOT, 'node_modules', 'node-addon-api');
  symlinkSync(addonApi, join(tree, 'node_modules', 'node-addon-api'), 'dir');
}

/**
 * The headers come with the pinned Node, so nothing is fetched and nothing of the system is used.
 */
function gypArguments() {
  const script = join(ROOT, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const headers = dirname(dirname(pinnedNode()));
  return [script, 'rebuild', '--release', '--force_build=1', '--jobs=max', `--nodedir=${headers}`];
}

function gypEnv() {
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name));
  return { ...Object.fromEntries(kept), PATH: pathWithoutBin() };
}

function discardHalves() {
  mkdirSync(cacheDir(), { recursive: true });
  for (const name of readdirSync(cacheDir())) {
    if (/^sqlite-.*\.partial-\d+$/.test(name)) {
      rmSync(join(cacheDir(), name), { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

/**
 * Opens an encrypted database in Electron itself: a wrong file ends that process, not this one.
 * @param {string} executable
 * @param {string | undefined} binding
 */
async function mustOpenEncrypted(executable, binding) {
  const options = binding === undefined ? '{}' : JSON.stringify({ nativeBinding: binding });
  const script = `
    const Database = require(${JSON.stringify(PACKAGE)});
    const db = new Database(':memory:', ${options});
    db.pragma("cipher='sqlcipher'");
    db.exec('create table t (n integer)');
    console.log(db.prepare('select sqlite_version() v').get().v);`;
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const result = await run(executable, ['-e', script], { env, timeoutMs: 60_000 });
  if (result.code === 0) return;
  const how = result.signal ?? result.code;
  throw new SetupProblem(
    `SQLite does not work in Electron (ended with ${how}): ${result.tail.trim()}`,
  );
}
