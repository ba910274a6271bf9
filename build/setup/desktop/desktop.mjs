import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DEFAULT_SCREEN, hasDisplay, startDisplay } from './display.mjs';
import { hasKeyStore, startKeyStore } from './key-store.mjs';
import { say } from '../process/progress.mjs';

/**
 * @typedef {object} DesktopOptions
 * @property {boolean} private bring both even where the session has them: nothing of the person's
 *   own desktop is touched
 * @property {string} [keyFolder] where keys of a store of our own stay; a temporary folder if left
 *   out
 * @property {string} [screen] WIDTHxHEIGHTxDEPTH of a display of our own
 */

/**
 * Supplies what the environment lacks: a display, a key store. Says so in one line each.
 * @param {DesktopOptions} options
 * @returns {Promise<{ env: NodeJS.ProcessEnv, close: () => Promise<void> }>} variables to add
 */
export async function openDesktop(options) {
  const folder = mkdtempSync(join(tmpdir(), 'forecourt-desktop-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  // An interruption ends this process without closing; the kernel then ends the servers.
  process.once('exit', removeFolder);
  /** @type {Array<() => Promise<void> | void>} */
  const closers = [removeFolder];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  /** @type {NodeJS.ProcessEnv} */
  const env = {};
  try {
    if (needsDisplay(options)) {
      const display = await startDisplay(folder, options.screen ?? DEFAULT_SCREEN);
      closers.push(display.close);
      Object.assign(env, display.env);
      say(`Windows appear on a display of our own (Xvfb ${display.name}), not on a screen.`);
    }
    if (await needsKeyStore(options)) {
      const keys = options.keyFolder ?? join(folder, 'keys');
      const store = await startKeyStore(folder, keys);
      closers.push(store.close);
      Object.assign(env, store.env);
      const where = options.keyFolder ?? 'a temporary folder';
      say(`Keys are kept by a key store of our own without a password (gnome-keyring, ${where}).`);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { env, close };
}

/** @param {DesktopOptions} options */
function needsDisplay(options) {
  if (process.platform !== 'linux') return false;
  return options.private || !hasDisplay(process.env);
}

/** @param {DesktopOptions} options */
async function needsKeyStore(options) {
  if (process.platform !== 'linux') return false;
  // A profile whose keys lie in a store of our own would not find them in the session's.
  const stays = options.keyFolder !== undefined && existsSync(options.keyFolder);
  return options.private || stays || !(await hasKeyStore(process.env));
}
