import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { VaultControl, VaultRequest } from '#protocol/processes.ts';

/** Starts and asks a vault that runs in a process of its own. */
export class VaultHost {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @returns the vault and the state that it starts in */
  static async start(dataDir: string): Promise<{ vault: VaultHost; state: unknown }> {
    const vault = new VaultHost(fork(join(import.meta.dirname, 'vault-child.ts')));
    return { vault, state: await vault.control({ ask: 'boot', dataDir }) };
  }

  /** @returns the value, or the code of the refusal */
  control(control: VaultControl): Promise<unknown> {
    return this.#ask({ control });
  }

  as(client: 'engine' | 'backend', request: VaultRequest): Promise<unknown> {
    return this.#ask({ client, request });
  }

  async end(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }

  async #ask(question: object): Promise<unknown> {
    const answered = once(this.#child, 'message');
    this.#child.send(question);
    const [reply]: { ok: boolean; value?: unknown; code?: string }[] = await answered;
    return reply?.ok ? reply.value : reply?.code;
  }
}
