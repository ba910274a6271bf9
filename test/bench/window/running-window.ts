import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { DevTools } from './dev-tools.ts';

const LONGEST_END_MS = 15_000;
const ADDRESS = /^DevTools listening on (ws:\S+)/u;

export interface StartOptions {
  /** Folder of the application. */
  readonly application: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** One Electron application that the bench has started. */
export class RunningWindow {
  readonly #child: ChildProcess;
  readonly devTools: DevTools;
  /** When it was started, in epoch ms. */
  readonly startedAtMs: number;

  private constructor(child: ChildProcess, devTools: DevTools, startedAtMs: number) {
    this.#child = child;
    this.devTools = devTools;
    this.startedAtMs = startedAtMs;
  }

  static async start({ application, env = {}, signal }: StartOptions): Promise<RunningWindow> {
    signal.throwIfAborted();
    const executable = process.env['ELECTRON_EXEC_PATH'];
    if (executable === undefined) throw new Error('start it with `npm run bench`');
    const flags = (process.env['FORECOURT_ELECTRON_FLAGS'] ?? '').split(' ').filter(Boolean);
    const args = [application, '--remote-debugging-port=0', ...flags];
    const startedAtMs = Date.now();
    const child = spawn(executable, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const stop = (): boolean => child.kill('SIGKILL');
    signal.addEventListener('abort', stop);
    child.once('exit', () => signal.removeEventListener('abort', stop));
    const address = await debuggingAddress(child);
    return new RunningWindow(child, await DevTools.connect(address), startedAtMs);
  }

  /** Of main's process. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Ends it as the end of a session does: nobody is asked. */
  async end(): Promise<void> {
    this.devTools.close();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), LONGEST_END_MS);
    this.#child.kill('SIGTERM');
    await gone;
    clearTimeout(late);
  }
}

async function debuggingAddress({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new Error('started without standard error');
  // Read to its end, so that the application never waits for a reader.
  const lines = createInterface({ input: stderr });
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    lines.on('line', (line) => {
      const address = ADDRESS.exec(line)?.[1];
      if (address !== undefined) resolve(address);
      else if (said.length < 20) said.push(line);
    });
    lines.once('close', () => reject(new Error(`it ended at once: ${said.join(' | ')}`)));
  });
}
