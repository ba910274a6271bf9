import { type App, type Session, type WebContents } from 'electron';
import type { Logger } from '../log/logger.ts';
import { isOurs } from './ui-path.ts';

/**
 * Nothing on a page may ask the system for anything; printing and files go through main's doors.
 */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

/**
 * Every page of the application, whoever made it: no way out, no second window, no embedded page.
 */
export function guardEveryPage(app: App, devServerUrl: string | null, log: Logger): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents, devServerUrl, log));
}

function guardPage(contents: WebContents, devServerUrl: string | null, log: Logger): void {
  const guard = (event: { url: string; preventDefault(): void }): void => {
    if (isOurs(event.url, devServerUrl)) return;
    event.preventDefault();
    log.warn('a page tried to go elsewhere');
  };
  contents.on('will-navigate', guard);
  contents.on('will-redirect', guard);
  contents.on('will-frame-navigate', guard);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
