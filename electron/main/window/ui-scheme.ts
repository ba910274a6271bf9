import { readFile } from 'node:fs/promises';
import { type Session, protocol } from 'electron';
import { uiFile } from './ui-path.ts';

/** What the page may load and run: its own files and nothing else (packaging-security §8, item 7). */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
  'cache-control': 'no-cache',
};

/** Before the application is ready. */
export function declareUiScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }]);
}

/** Serves `app://ui/` from the folder of the built window. */
export function serveUi(session: Session, root: string): void {
  session.protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? uiFile(request.url, root) : null;
    if (file === null) return new Response(null, { status: 404, headers: HEADERS });
    try {
      const content = new Uint8Array(await readFile(file.path));
      return new Response(content, { headers: { ...HEADERS, 'content-type': file.type } });
    } catch {
      return new Response(null, { status: 404, headers: HEADERS });
    }
  });
}
