import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const TOP = join(import.meta.dirname, '..', '..', '..');

/** The backend as its users start it: a process of its own, with the demonstration network. */
export class BackendProcess {
  readonly #child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Resolves when it has said its address. Rejects when it ends before. */
  static async start(dataDir: string): Promise<BackendProcess> {
    const args = ['backend/entry.ts', '--data', dataDir, '--port', '0', '--demo'];
    const child = spawn(process.execPath, [...args, '--log-level', 'warn'], {
      cwd: TOP,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit').then(() => {
      throw new Error('the backend ended before it was ready');
    });
    return new BackendProcess(child, await Promise.race([address(child), ended]));
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}

async function address(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the backend has an output');
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /ready at (http:\S+)/u.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error('the backend said no address');
}
