import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export { peakMib } from '../http/tell-use.ts';

/**
 * What the parent asks of this process.
 * @returns {Promise<any>}
 */
export async function order() {
  const [message] = await once(process, 'message');
  return message;
}

/**
 * Loads a package out of the folder in which the peers are installed.
 * @param {string} folder
 * @param {string} name
 */
export function peer(folder, name) {
  return createRequire(join(folder, 'package.json'))(name);
}

/** @param {object} message */
export function tell(message) {
  process.send?.(message);
}
