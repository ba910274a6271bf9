import { readFile } from 'node:fs/promises';
import { type Session, protocol } from 'electron';
import { UI_HEADERS } from './content-policy.ts';
import { uiFile } from './ui-path.ts';

/** Before the application is ready. */
export function declareUiScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }]);
}

/** Serves `app://ui/` from the folder of the built window. */
export function serveUi(session: Session, root: string): void {
  session.protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? uiFile(request.url, root) : null;
    if (file === null) return new Response(null, { status: 404, headers: UI_HEADERS });
    try {
      const content = new Uint8Array(await readFile(file.path));
      return new Response(content, { headers: { ...UI_HEADERS, 'content-type': file.type } });
    } catch {
      return new Response(null, { status: 404, headers: UI_HEADERS });
    }
  });
}
