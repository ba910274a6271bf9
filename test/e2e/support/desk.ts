import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Electron, type ElectronApplication, type Page, test as base } from '@playwright/test';
import type { TestStatus } from '#main/test-status.ts';
import type { ShellState } from '#protocol/shell.ts';

const TOP = join(import.meta.dirname, '..', '..', '..');
const APPLICATION = join(TOP, 'out', 'test');
const LAUNCH_MS = 30_000;
const END_MS = 15_000;

export interface LaunchOptions {
  /** The same folder again continues the same workstation. */
  readonly profileDir: string;
  /** On top of the environment of the tests; undefined takes a name away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Words that the system adds to the command line: the link that it was asked to open. */
  readonly words?: readonly string[];
}

/** One running workstation: the real application with its window. */
export class Desk {
  readonly app: ElectronApplication;
  readonly window: Page;
  readonly profileDir: string;
  // Playwright forgets it when the application has ended.
  readonly #process: ChildProcess;
  /** What the page complained about: uncaught errors and violations of its content policy. */
  readonly complaints: string[] = [];

  private constructor(app: ElectronApplication, window: Page, profileDir: string) {
    this.app = app;
    this.#process = app.process();
    this.window = window;
    this.profileDir = profileDir;
    window.on('pageerror', (error) => this.complaints.push(error.message));
    window.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  static async launch(electron: Electron, options: LaunchOptions): Promise<Desk> {
    const app = await electron.launch({
      args: [...launchArguments(), ...(options.words ?? [])],
      env: launchEnv(options),
      timeout: LAUNCH_MS,
    });
    return new Desk(app, await app.firstWindow({ timeout: LAUNCH_MS }), options.profileDir);
  }

  /** What main tells the window. */
  state(): Promise<ShellState> {
    return this.app.evaluate((): ShellState => {
      const { forecourtTestStatus: status } = Object(globalThis);
      return status.state();
    });
  }

  async phase(): Promise<ShellState['phase']> {
    return (await this.state()).phase;
  }

  pids(): Promise<ReturnType<TestStatus['pids']>> {
    return this.app.evaluate((): ReturnType<TestStatus['pids']> => {
      const { forecourtTestStatus: status } = Object(globalThis);
      return status.pids();
    });
  }

  /**
   * Starts the application once more on the same profile, as the system does with a link.
   * @returns how that start ended; the first one goes on
   */
  startAgain(words: readonly string[]): Promise<number | null> {
    const again = spawn(this.#process.spawnfile, [...launchArguments(), ...words], {
      env: launchEnv({ profileDir: this.profileDir }),
      stdio: 'ignore',
    });
    return new Promise((resolve, reject) => {
      again.once('error', reject);
      again.once('exit', resolve);
    });
  }

  /** Everything that the processes have logged so far. */
  logs(): string {
    return logsOf(this.profileDir)
      .map(({ text }) => text)
      .join('\n');
  }

  /** Sends a signal to one process of the workstation, by its id. */
  async signal(name: 'engine' | 'backend' | 'vault', signal: NodeJS.Signals): Promise<void> {
    const pid = (await this.pids())[name];
    if (pid === null) throw new Error(`${name} does not run`);
    process.kill(pid, signal);
  }

  /** Ends the application as the system does at the end of a session: nobody is asked. */
  async end(): Promise<number | null> {
    return this.#endBy('SIGTERM');
  }

  /** As a power cut does: main is gone, and with it everything it started. */
  async cut(): Promise<void> {
    await this.#endBy('SIGKILL');
  }

  async #endBy(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const late = setTimeout(() => child.kill('SIGKILL'), END_MS);
    child.kill(signal);
    const exitCode = await ended;
    clearTimeout(late);
    return exitCode;
  }
}

export function launchArguments(): string[] {
  const flags = (process.env['FORECOURT_ELECTRON_FLAGS'] ?? '').split(' ').filter(Boolean);
  return [APPLICATION, ...flags];
}

export function launchEnv({ profileDir, env = {} }: LaunchOptions): Record<string, string> {
  const all = { ...process.env, ...env, FORECOURT_PROFILE: profileDir };
  const given = Object.entries(all).filter((entry): entry is [string, string] => {
    return entry[1] !== undefined;
  });
  return Object.fromEntries(given);
}

export interface Fixtures {
  /**
   * Starts a workstation, by default in a folder of this test that nobody has used before; again in
   * the same folder continues it. All are ended after the test.
   */
  readonly launch: (options?: Partial<LaunchOptions>) => Promise<Desk>;
}

export const test = base.extend<Fixtures>({
  launch: async ({ playwright }, use, testInfo) => {
    const profileDir = mkdtempSync(join(tmpdir(), 'forecourt-'));
    const desks: Desk[] = [];
    await use(async (options = {}) => {
      const desk = await Desk.launch(playwright._electron, { profileDir, ...options });
      desks.push(desk);
      return desk;
    });
    for (const desk of desks) await desk.end();
    if (testInfo.status !== testInfo.expectedStatus) {
      for (const { name, text } of logsOf(profileDir)) {
        await testInfo.attach(name, { body: text, contentType: 'text/plain' });
      }
    }
    // Chromium's helpers may outlive main by a moment, and write while the folder goes.
    rmSync(profileDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  },
});

export { expect } from '@playwright/test';

function logsOf(profileDir: string): { name: string; text: string }[] {
  const folder = join(profileDir, 'logs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => ({
    name,
    text: readFileSync(join(folder, name), 'utf8'),
  }));
}
