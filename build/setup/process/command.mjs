import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, createWriteStream, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { SetupProblem } from './progress.mjs';
import { STATE_DIR } from '../paths.mjs';

const TAIL_CHARS = 4_000;
const END_MS = 3_000;

/**
 * Before a command: the kernel ends it when this process is gone. Empty where that cannot be had.
 */
export const TIED_TO_PARENT = commandExists('setpriv') ? ['setpriv', '--pdeathsig', 'TERM'] : [];

/**
 * Looks for a command on the PATH without starting it.
 * @param {string} name
 */
export function commandExists(name) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let ending = false;

/**
 * Ends every command that this process started, with what those started, and waits until they are
 * gone: a command that goes on in the background would be in the way of the next run.
 */
export async function endRunningCommands() {
  ending = true;
  const gone = [...running].map((child) => once(child, 'close'));
  for (const child of running) signalTree(child, 'SIGTERM');
  const late = setTimeout(() => {
    for (const child of running) signalTree(child, 'SIGKILL');
  }, END_MS);
  await Promise.all(gone);
  clearTimeout(late);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalTree(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(leadsGroup(child) ? -child.pid : child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function leadsGroup(child) {
  return process.platform !== 'win32' && child.stdout !== null;
}

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] the command is ended after this time; the result has `timedOut`
 * @property {string} [log] name of the file below .setup/log that keeps the whole output
 * @property {boolean} [show] output goes to the terminal instead of being kept
 */

/**
 * @typedef {object} CommandResult
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {string} stdout
 * @property {string} tail last characters of stdout and stderr together
 * @property {boolean} timedOut
 */

/**
 * Runs one command to its end. Never throws because of its exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<CommandResult>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = start(command, args, options);
    const log = openLog(options.log);
    const kept = { stdout: '', tail: '', timedOut: false };
    running.add(child);
    child.stdout?.on('data', (chunk) => {
      kept.stdout += chunk;
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        kept.tail = (kept.tail + chunk).slice(-TAIL_CHARS);
        log?.write(chunk);
      });
    }
    const timer =
      options.timeoutMs &&
      setTimeout(() => {
        kept.timedOut = true;
        signalTree(child, 'SIGKILL');
      }, options.timeoutMs);
    /** @type {(code: number | null, signal: NodeJS.Signals | null) => void} */
    const finish = (code, signal) => {
      if (timer) clearTimeout(timer);
      running.delete(child);
      log?.end();
      // Whoever waits for an interrupted command must not go on with the next one.
      if (!ending) resolve({ code, signal, ...kept });
    };
    child.once('error', (error) => {
      kept.tail += error.message;
      finish(null, null);
    });
    child.once('close', finish);
  });
}

/**
 * A command that asks something (sudo) keeps the terminal. Any other gets a group of its own, so
 * that an interruption ends all of it, and ends with this process even when that is killed
 * outright.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} options
 */
function start(command, args, { cwd, env, show }) {
  if (show) return spawn(command, args, { cwd, env, stdio: 'inherit' });
  const [program = command, ...words] = [...TIED_TO_PARENT, command, ...args];
  const stdio = /** @type {const} */ (['ignore', 'pipe', 'pipe']);
  return spawn(program, words, {
    cwd,
    env,
    stdio: [...stdio],
    detached: process.platform !== 'win32',
  });
}

/**
 * Runs one command that has to succeed.
 * @param {string} sentence what to tell the person when it fails
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<CommandResult>}
 */
export async function must(sentence, command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  const how = result.timedOut ? 'took too long' : `ended with ${result.signal ?? result.code}`;
  const where = options.log ? `\nWhole output: ${logPath(options.log)}` : '';
  throw new SetupProblem(`${sentence} (${command} ${how})\n${result.tail.trimEnd()}${where}`);
}

/** @param {string} name */
function logPath(name) {
  return join(STATE_DIR, 'log', `${name}.log`);
}

/** @param {string | undefined} name */
function openLog(name) {
  if (name === undefined) return undefined;
  mkdirSync(join(STATE_DIR, 'log'), { recursive: true });
  return createWriteStream(logPath(name));
}
