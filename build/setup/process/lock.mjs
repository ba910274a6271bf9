import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { SetupProblem, say } from './progress.mjs';

const POLL_MS = 500;
const LONGEST_WAIT_MS = 45 * 60_000;

/**
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string} host
 * @property {string} startedAt when that process started, in the system's own unit: a pid alone may
 *   have been given to another process since
 */

/**
 * Start time of a process as the system tells it; empty when it does not run or cannot be told.
 * @param {number} pid
 */
export function processStart(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; field 22 counts from the pid.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/** @returns {Holder} */
function thisProcess() {
  return { pid: process.pid, host: hostname(), startedAt: processStart(process.pid) };
}

/**
 * A lock is stale when its holder cannot run any more. A holder on another host is never judged.
 * @param {Holder | undefined} holder undefined when the file cannot be read as a holder
 */
export function isStale(holder) {
  if (holder === undefined) return true;
  if (holder.host !== hostname()) return false;
  if (holder.startedAt !== '') return processStart(holder.pid) !== holder.startedAt;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM';
  }
}

/**
 * Takes the lock once if it is free or stale.
 * @param {string} path
 * @returns {(() => void) | Holder} a function that gives the lock back, or who holds it
 */
export function tryLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  const own = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(own, JSON.stringify(thisProcess()));
  try {
    return claim(path, own);
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Linking a finished file is atomic: nobody can see a lock without its holder.
 * @param {string} path
 * @param {string} own
 * @returns {(() => void) | Holder}
 */
function claim(path, own) {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      linkSync(own, path);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(path);
    if (!isStale(holder) && holder !== undefined) return holder;
    discardStale(path, own);
  }
  throw new SetupProblem(`The lock ${path} cannot be taken; remove that file and run it again.`);
}

/**
 * Moved aside before it is removed, so that of two who find it stale only one takes it away.
 * @param {string} path
 * @param {string} own
 */
function discardStale(path, own) {
  const aside = `${own}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  // Between reading and moving another process may have taken the lock: give it back.
  if (moved !== undefined && !isStale(moved)) {
    try {
      linkSync(aside, path);
    } catch {
      // Somebody else holds it by now; the loser of this race waits like everyone.
    }
  }
  rmSync(aside, { force: true });
}

/**
 * @param {string} path
 * @returns {Holder | undefined}
 */
function readHolder(path) {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value.pid === 'number' && typeof value.host === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Does the work while no other process on this machine does work under the same lock.
 * @template T
 * @param {string} path
 * @param {string} what for the line that says why one waits
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, what, work) {
  const release = await waitForLock(path, what);
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

/**
 * @param {string} path
 * @param {string} what
 */
async function waitForLock(path, what) {
  const startedMs = performance.now();
  let told = false;
  for (;;) {
    const got = tryLock(path);
    if (typeof got === 'function') return got;
    if (!told) say(`Another process (${got.pid}) is busy with ${what}; waiting for it to end.`);
    told = true;
    if (performance.now() - startedMs > LONGEST_WAIT_MS) {
      throw new SetupProblem(
        `Process ${got.pid} holds ${path} for too long; end it and try again.`,
      );
    }
    await wait(POLL_MS);
  }
}
