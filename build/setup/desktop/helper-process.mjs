import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

import { TIED_TO_PARENT, commandExists } from '../process/command.mjs';
import { SetupProblem } from '../process/progress.mjs';

const READY_MS = 20_000;
const END_MS = 3_000;

/**
 * A server that lives as long as one command does (a display, a message bus, a key store).
 * @typedef {object} Helper
 * @property {number} pid
 * @property {(fd: number) => Promise<string>} firstLine first line that it writes there
 * @property {(text: string) => void} input writes to its standard input and closes that
 * @property {() => Promise<void>} close ends it and waits until it is gone
 */

/**
 * Starts it apart from the terminal, so that Ctrl+C ends the command first and the server after it.
 * When this process is killed outright, the kernel ends the server.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Helper>}
 */
export async function startHelper(command, args, env = process.env) {
  if (!commandExists(command))
    throw new SetupProblem(`${command} is not installed on this machine.`);
  const [program = command, ...words] = [...TIED_TO_PARENT, command, ...args];
  const child = spawn(program, words, {
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint = (complaint + chunk).slice(-1_000);
  });
  child.stdin?.on('error', () => undefined);
  await Promise.race([once(child, 'spawn'), once(child, 'error')]);
  if (child.pid === undefined) throw new SetupProblem(`${command} does not start.`);
  return {
    pid: child.pid,
    firstLine: (fd) => firstLine(child, fd, () => `${command} does not start: ${complaint.trim()}`),
    input: (text) => child.stdin?.end(text),
    close: () => close(child),
  };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} fd
 * @param {() => string} sentence
 * @returns {Promise<string>}
 */
function firstLine(child, fd, sentence) {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new SetupProblem(sentence())), READY_MS);
    child.once('exit', () => reject(new SetupProblem(sentence())));
    child.stdio[fd]?.on('data', (chunk) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end < 0) return;
      clearTimeout(timer);
      resolve(text.slice(0, end).trim());
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child */
async function close(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const late = new AbortController();
  await Promise.race([
    gone,
    wait(END_MS, undefined, { signal: late.signal }).catch(() => undefined),
  ]);
  late.abort();
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await gone;
  }
}
