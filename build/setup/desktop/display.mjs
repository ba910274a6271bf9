import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { must } from '../process/command.mjs';
import { startHelper } from './helper-process.mjs';

/** Smallest screen that the workstation is made for. */
export const DEFAULT_SCREEN = '1366x768x24';

/**
 * Whether windows can be shown with this environment.
 * @param {NodeJS.ProcessEnv} env
 */
export function hasDisplay(env) {
  if (process.platform !== 'linux' || env['WAYLAND_DISPLAY']) return true;
  const local = /^(?:unix)?:(\d+)/.exec(env['DISPLAY'] ?? '');
  if (local !== null) return existsSync(`/tmp/.X11-unix/X${local[1]}`);
  return Boolean(env['DISPLAY']);
}

/**
 * Starts an X server without a screen, on a display number that it picks itself.
 * @param {string} folder existing private folder for the access cookies
 * @param {string} screen WIDTHxHEIGHTxDEPTH
 */
export async function startDisplay(folder, screen) {
  const cookie = randomBytes(16).toString('hex');
  const serverFile = join(folder, 'server.xauth');
  const clientFile = join(folder, 'client.xauth');
  // The server compares the cookie alone, so its number need not be known yet.
  await addCookie(serverFile, ':0', cookie);
  const server = await startHelper('Xvfb', [
    ...['-displayfd', '3', '-screen', '0', screen, '-auth', serverFile],
    ...['-nolisten', 'tcp', '-noreset', '+extension', 'RANDR'],
  ]);
  const name = `:${await server.firstLine(3)}`;
  await addCookie(clientFile, name, cookie);
  return {
    env: { DISPLAY: name, XAUTHORITY: clientFile },
    name,
    close: () => server.close(),
  };
}

/**
 * @param {string} file
 * @param {string} display
 * @param {string} cookie
 */
async function addCookie(file, display, cookie) {
  writeFileSync(file, '', { mode: 0o600 });
  const args = ['-q', '-f', file, 'add', display, '.', cookie];
  await must('A display of our own cannot be prepared', 'xauth', args);
}
