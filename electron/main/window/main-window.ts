import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BrowserWindow, nativeTheme } from 'electron';
import type { Settings } from '#protocol/shell.ts';
import type { Logger } from '../log/logger.ts';
import { SMALLEST, keepBounds, readBounds } from './bounds.ts';
import { pageRights } from './page-rights.ts';
import { UI_ORIGIN } from './ui-path.ts';

/** Paths beside main's own bundle, in a build of either kind and in a package. */
const PRELOAD = join(import.meta.dirname, '..', 'preload', 'bridge.cjs');
const DARK = '#14171c';
const LIGHT = '#f6f7f9';
/** A page that dies again at once is reloaded more and more seldom. */
const RELOAD_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

interface Options {
  readonly title: string;
  readonly boundsFile: string;
  readonly settings: Settings;
  readonly devServerUrl: string | null;
  readonly isPackaged: boolean;
  readonly isHidden: boolean;
  readonly log: Logger;
  /** A fresh page is there: it needs its zoom and its port to the engine. */
  readonly onLoaded: (window: BrowserWindow) => void;
}

export function openMainWindow(options: Options): BrowserWindow {
  const { isMaximized, ...bounds } = readBounds(options.boundsFile);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: options.title,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? DARK : LIGHT,
    webPreferences: { ...pageRights, preload: PRELOAD, devTools: !options.isPackaged },
  });
  if (!options.isHidden) {
    window.once('ready-to-show', () => {
      if (isMaximized) window.maximize();
      window.show();
    });
  }
  // The page has a title of its own for each screen; the system's one says which product this is.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.webContents.on('did-finish-load', () => options.onLoaded(window));
  keepWindowAlive(window, options.log);
  void window.loadURL(options.devServerUrl ?? `${UI_ORIGIN}/index.html`);
  return window;
}

/** Remembers where the window stands; called when it closes. */
export function rememberWindow(window: BrowserWindow, boundsFile: string): void {
  keepBounds(boundsFile, window.getNormalBounds(), window.isMaximized());
}

function keepWindowAlive(window: BrowserWindow, log: Logger): void {
  let deaths = 0;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.error({ reason }, 'the page died');
    if (reason === 'clean-exit') return;
    deaths += 1;
    const pauseMs = Math.min(RELOAD_PAUSE_MS * 2 ** (deaths - 1), LONGEST_PAUSE_MS);
    void delay(pauseMs).then(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    });
  });
  window.on('unresponsive', () => log.warn('the page does not answer'));
}
