import { once } from 'node:events';
import { join } from 'node:path';
import { type BrowserWindow, app, dialog, nativeTheme, session } from 'electron';
import type { LetterLink } from '#protocol/letter-link.ts';
import type { Told } from '#protocol/processes.ts';
import type { Settings, ShellState } from '#protocol/shell.ts';
import { type ShellHandlers, answerWindows, handPort, tellWindow } from './doors/ipc.ts';
import { showNotice } from './doors/notices.ts';
import { type ProcessName, openProcessDoor } from './doors/processes.ts';
import type { Environment } from './environment.ts';
import { type Logger, openLog } from './log/logger.ts';
import { RotatingFile } from './log/rotating-file.ts';
import { readMachineConfig } from './profile/machine-config.ts';
import type { Profile } from './profile/profile.ts';
import { SettingsFile } from './profile/settings.ts';
import { shellHandlers } from './shell-methods.ts';
import { WaitingLink } from './waiting-link.ts';
import { denyPermissions, guardEveryPage } from './window/guards.ts';
import { openMainWindow, rememberWindow } from './window/main-window.ts';
import { menuTexts } from './window/menu-texts.ts';
import { setMenu } from './window/menu.ts';
import { isOurs } from './window/ui-path.ts';
import { serveUi } from './window/ui-scheme.ts';
import { Workstation } from './workstation.ts';

export interface About {
  readonly name: string;
  readonly version: string;
  readonly electronVersion: string;
  readonly testBuild: boolean;
}

interface Options {
  readonly environment: Environment;
  readonly profile: Profile;
  readonly about: About;
  readonly isHidden: boolean;
}

/** The window, the workstation behind it, and what passes between them. */
export class Application {
  readonly workstation: Workstation;
  readonly #options: Options;
  readonly #settings: SettingsFile;
  readonly #log: Logger;
  readonly #handlers: ShellHandlers;
  readonly #letterLink: WaitingLink;
  #window: BrowserWindow | null = null;
  #quitting: 'no' | 'asked' | 'yes' = 'no';

  constructor(options: Options) {
    this.#options = options;
    const { environment, profile, about } = options;
    this.#log = openLog(profile.logDir);
    this.#log.info({ about }, 'started');
    this.#settings = new SettingsFile(profile.settingsFile);
    if (this.#settings.damaged) this.#log.warn('settings.json is damaged: defaults are used');
    const { config, damaged } = readMachineConfig(environment.machineConfigFile);
    if (damaged) this.#log.warn('the machine-wide file is damaged: it is not used');
    const files = new Map<ProcessName, RotatingFile>();
    const output = (name: ProcessName): RotatingFile => {
      const file = files.get(name) ?? new RotatingFile(join(profile.logDir, `${name}.log`));
      files.set(name, file);
      return file;
    };
    this.workstation = new Workstation({
      profile,
      machine: config,
      door: openProcessDoor(output),
      log: this.#log,
      version: about.version,
      electronVersion: about.electronVersion,
      testBuild: about.testBuild,
      onChange: (state) => this.#tellState(state),
      onEngineLost: () => this.#window && handPort(this.#window, null),
      onEngineReady: () => this.#connect(),
      onTold: (told) => showNotice(told, () => this.#openNotice(told)),
    });
    this.#letterLink = new WaitingLink(this.#log);
    this.#handlers = shellHandlers({
      workstation: this.workstation,
      settings: this.#settings,
      machine: config,
      letterLink: this.#letterLink,
      window: () => this.#mustWindow(),
      onSettings: (settings) => this.#apply(settings),
      quit: (evenUnsent) => void (evenUnsent ? this.quit() : this.#askToQuit()),
    });
  }

  /** After Electron is ready. Answers when the workstation has come to its first phase. */
  async open(): Promise<void> {
    const { environment } = this.#options;
    denyPermissions(session.defaultSession);
    guardEveryPage(app, environment.devServerUrl, this.#log);
    serveUi(session.defaultSession, join(import.meta.dirname, '..', 'renderer'));
    answerWindows(this.#handlers, {
      log: this.#log,
      isOurs: (event) =>
        event.senderFrame !== null &&
        event.senderFrame === this.#window?.webContents.mainFrame &&
        isOurs(event.senderFrame.url, environment.devServerUrl),
    });
    app.on('before-quit', (event) => {
      if (this.#quitting === 'yes') return;
      event.preventDefault();
      void this.#askToQuit();
    });
    app.on('window-all-closed', () => void this.quit());
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      // The system ends the session: nobody is there to be asked, and nothing is lost.
      process.on(signal, () => void this.quit());
    }
    this.#openWindow();
    await this.workstation.start();
  }

  /** Whether the window shows something and has its way to the processes. For the self-test. */
  async pageIsThere(): Promise<boolean> {
    const page = this.#mustWindow().webContents;
    if (page.isLoading()) await once(page, 'did-finish-load');
    const shown: unknown = await page.executeJavaScript(
      "forecourt.shell['shell:state']({}).then((answer) => answer.ok && document.body.innerText !== '')",
    );
    return shown === true;
  }

  /** Somebody started the product once more. */
  focus(): void {
    if (!this.#window) return;
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** The system handed a link of a letter over: the window shows it, and nothing else is done. */
  hearLink(link: LetterLink): void {
    this.#letterLink.keep(link);
    if (this.#window) tellWindow(this.#window, 'letterLink:came', {});
  }

  /** Ends everything in order, without a question. */
  async quit(exitCode = 0): Promise<void> {
    if (this.#quitting === 'yes') return;
    this.#quitting = 'yes';
    if (this.#window && !this.#window.isDestroyed()) {
      rememberWindow(this.#window, this.#options.profile.windowFile);
      this.#window.hide();
    }
    await this.workstation.stop();
    this.#log.info({ exitCode }, 'ended');
    app.exit(exitCode);
  }

  /**
   * The window asks the person when work would stay unsent or a fill open; else nothing is asked.
   */
  async #askToQuit(): Promise<void> {
    if (this.#quitting !== 'no') return;
    this.#quitting = 'asked';
    const work = await this.workstation.work();
    this.#quitting = 'no';
    const window = this.#window;
    const isHeard = window !== null && !window.isDestroyed() && !window.webContents.isCrashed();
    if (work && isHeard && (work.unsentCount > 0 || work.openFillCount > 0)) {
      const { unsentCount, openFillCount } = work;
      this.focus();
      tellWindow(window, 'quit:asked', { unsentCount, openFillCount });
      return;
    }
    await this.quit();
  }

  #openWindow(): void {
    const { environment, profile, isHidden } = this.#options;
    const settings = this.#settings.get();
    nativeTheme.themeSource = settings.theme;
    const window = openMainWindow({
      title: this.#title(settings),
      boundsFile: profile.windowFile,
      settings,
      devServerUrl: environment.devServerUrl,
      isPackaged: app.isPackaged,
      isHidden,
      log: this.#log,
      onLoaded: () => {
        this.#apply(this.#settings.get());
        this.#connect();
      },
    });
    window.on('close', (event) => {
      if (this.#quitting === 'yes') return;
      event.preventDefault();
      void this.#askToQuit();
    });
    this.#window = window;
    this.#apply(settings);
  }

  #apply(settings: Settings): void {
    nativeTheme.themeSource = settings.theme;
    setMenu(settings.language, () => void this.#showAbout());
    const window = this.#window;
    if (!window || window.isDestroyed()) return;
    window.setTitle(this.#title(settings));
    window.webContents.setZoomFactor(settings.zoomPercent / 100);
  }

  #connect(): void {
    const window = this.#window;
    if (!window || window.isDestroyed()) return;
    const port = this.workstation.connectWindow();
    if (port) handPort(window, port);
  }

  /** The window comes to the front; where it may be shown, what the notice is about is shown. */
  #openNotice({ place }: Told): void {
    this.focus();
    if (this.#window && place !== null) tellWindow(this.#window, 'notice:opened', { place });
  }

  #tellState(state: ShellState): void {
    if (this.#window) tellWindow(this.#window, 'shell:changed', state);
  }

  #title({ language }: Settings): string {
    const { name, testBuild } = this.#options.about;
    return testBuild ? `${name} — ${menuTexts[language].testBuild}` : name;
  }

  async #showAbout(): Promise<void> {
    const { name, version, electronVersion, testBuild } = this.#options.about;
    const text = menuTexts[this.#settings.get().language];
    const detail = [`${name} ${version}`, `Electron ${electronVersion}`];
    if (testBuild) detail.push(text.testBuild);
    const { about: title } = text;
    await dialog.showMessageBox(this.#mustWindow(), {
      title,
      message: name,
      detail: detail.join('\n'),
    });
  }

  #mustWindow(): BrowserWindow {
    if (!this.#window) throw new Error('the window is not open yet');
    return this.#window;
  }
}
