import { extname, resolve, sep } from 'node:path';

export const UI_ORIGIN = 'app://ui';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/**
 * Which file of the built window an address means.
 * @param root absolute folder, the only one that is served
 * @returns null for everything that is not a plain file name inside it
 */
export function uiFile(address: string, root: string): { path: string; type: string } | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'app:' || url.host !== 'ui') return null;
  let name: string;
  try {
    name = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (/[\0\\]|\/\/|\/\.|%/u.test(name)) return null;
  const path = resolve(root, `.${name === '/' ? '/index.html' : name}`);
  const type = TYPES[extname(path)];
  return type !== undefined && path.startsWith(root + sep) ? { path, type } : null;
}

/** Whether an address belongs to the window of this product. */
export function isOurs(address: string, devServerUrl: string | null): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.protocol === 'app:') return url.host === 'ui';
  return devServerUrl !== null && url.origin === new URL(devServerUrl).origin;
}
