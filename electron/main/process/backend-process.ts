import { type BackendBoot, type BackendNotice, backendNotice } from '#protocol/processes.ts';
import { type Result, ok, refuse } from '#protocol/result.ts';
import type { Child, Port, ProcessDoor } from '../doors/processes.ts';
import type { Logger } from '../log/logger.ts';
import { Keeper, type KeptState } from './keeper.ts';

interface Hooks {
  readonly vaultPort: () => Port;
  readonly onState: (state: KeptState) => void;
  /** Back, possibly at another address than before. */
  readonly onBack: (ready: BackendReady) => void;
  readonly onGivenUp: (code: string) => void;
}

export type BackendReady = Extract<BackendNotice, { notice: 'ready' }>;

/**
 * The backend of a standalone workstation, on a loopback port that stays the same when it is
 * restarted.
 */
export class BackendProcess {
  readonly keeper: Keeper<BackendReady>;
  readonly #log: Logger;
  readonly #hooks: Hooks;
  #boot: BackendBoot | null = null;
  #child: Child | null = null;
  #answer: ((result: Result<BackendReady>) => void) | null = null;

  constructor(door: ProcessDoor, log: Logger, hooks: Hooks) {
    this.#log = log;
    this.#hooks = hooks;
    this.keeper = new Keeper({
      name: 'backend',
      stopMessage: { control: 'stop' },
      door,
      log,
      boot: (child) => this.#start(child),
      onMessage: (message) => this.#hear(message),
      onState: hooks.onState,
      onDeath: () => undefined,
      onBack: hooks.onBack,
      onGivenUp: hooks.onGivenUp,
    });
  }

  async start(boot: BackendBoot): Promise<Result<BackendReady>> {
    this.#boot = boot;
    return this.keeper.start();
  }

  /** After the vault was restarted. */
  handVaultPort(): void {
    this.keeper.post({ control: 'vault-port' }, [this.#hooks.vaultPort()]);
  }

  #start(child: Child): Promise<Result<BackendReady>> {
    const boot = this.#boot;
    if (!boot) throw new Error('started without a boot message');
    this.#child = child;
    child.post({ control: 'vault-port' }, [this.#hooks.vaultPort()]);
    child.post({ control: 'boot', boot });
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  #hear(message: unknown): void {
    const parsed = backendNotice.safeParse(message);
    if (!parsed.success) return this.#log.warn({ process: 'backend' }, 'unknown notice');
    const notice = parsed.data;
    if (notice.notice === 'ready') {
      // The same address again: the engine knows it, and a set-up is done only once.
      const port = Number(new URL(notice.url).port);
      if (this.#boot) this.#boot = { ...this.#boot, port, setupToken: null };
      this.#answer?.(ok(notice));
    } else if (notice.notice === 'failed') {
      if (!this.#tryAnotherPort(notice.code)) this.#answer?.(refuse(notice.code, notice.params));
    }
  }

  /** Somebody else took our port while the backend was down. */
  #tryAnotherPort(code: string): boolean {
    if (code !== 'PORT_IN_USE' || !this.#boot || this.#boot.port === 0) return false;
    this.#boot = { ...this.#boot, port: 0 };
    this.#child?.post({ control: 'boot', boot: this.#boot });
    return true;
  }
}
