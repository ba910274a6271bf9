import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { SetupProblem } from './progress.mjs';
import { STATE_DIR } from '../paths.mjs';

const TAIL_CHARS = 4_000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Ends every command that this process started and that still runs; used when it is interrupted.
 */
export function endRunningCommands() {
  for (const child of running) child.kill('SIGTERM');
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
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: options.show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
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
        child.kill('SIGKILL');
      }, options.timeoutMs);
    /** @type {(code: number | null, signal: NodeJS.Signals | null) => void} */
    const finish = (code, signal) => {
      if (timer) clearTimeout(timer);
      running.delete(child);
      log?.end();
      resolve({ code, signal, ...kept });
    };
    child.once('error', (error) => {
      kept.tail += error.message;
      finish(null, null);
    });
    child.once('close', finish);
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
