import { spawn } from 'node:child_process';

import { onSignals, signalExitCode } from './signals.mjs';

const REPEAT_MS = 1_000;
const LONGEST_END_MS = 30_000;

/**
 * Runs a command to its end as if it were this process: signals go to it and its whole group once,
 * its exit code comes back. It has a group of its own, since a terminal's Ctrl+C reaches everyone
 * and Electron takes a second signal for an order to stop without saving.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, cwd?: string, timeoutMs?: number }} options
 * @returns {Promise<{ code: number, timedOut: boolean }>}
 */
export function runInForeground(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      detached: process.platform !== 'win32',
      stdio: [process.stdin.isTTY ? 'ignore' : 'inherit', 'inherit', 'inherit'],
    });
    let timedOut = false;
    let lastSignalMs = -Infinity;
    /** @type {NodeJS.Timeout[]} */
    const timers = [];
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      if (performance.now() - lastSignalMs < REPEAT_MS) return;
      lastSignalMs = performance.now();
      signalGroup(child.pid, signal);
      timers.push(setTimeout(() => signalGroup(child.pid, 'SIGKILL'), LONGEST_END_MS));
    };
    if (options.timeoutMs !== undefined) {
      timers.push(
        setTimeout(() => {
          timedOut = true;
          forward('SIGTERM');
        }, options.timeoutMs),
      );
    }
    const release = onSignals(forward);
    /** @param {number} code */
    const finish = (code) => {
      release();
      for (const timer of timers) clearTimeout(timer);
      resolve({ code, timedOut });
    };
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      finish(127);
    });
    child.once('exit', (code, signal) => {
      // What it left behind in its group must not outlive it.
      signalGroup(child.pid, 'SIGTERM');
      finish(code ?? (signal === null ? 1 : signalExitCode(signal)));
    });
  });
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}
