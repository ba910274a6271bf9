import { setTimeout as delay } from 'node:timers/promises';
import {
  type EngineBoot,
  type EngineNotice,
  type Told,
  engineNotice,
} from '#protocol/processes.ts';
import { type Result, ok, refuse } from '#protocol/result.ts';
import type { Child, Port, ProcessDoor } from '../doors/processes.ts';
import type { Logger } from '../log/logger.ts';
import { Keeper, type KeptState } from './keeper.ts';

interface Hooks {
  readonly vaultPort: () => Port;
  readonly onState: (state: KeptState) => void;
  readonly onDeath: () => void;
  readonly onBack: () => void;
  /** It asks to be started anew. */
  readonly onReplaced: () => void;
  readonly onGivenUp: (code: string) => void;
  /** It has something for the person at the desk. */
  readonly onTold: (told: Told) => void;
}

export type Work = Pick<Extract<EngineNotice, { notice: 'work' }>, 'unsentCount' | 'openFillCount'>;

/** Longer than this a person who closes the window does not wait for an answer. */
const WORK_MS = 3_000;

/** The engine: booted with everything it needs to know, asked for its work before the end. */
export class EngineProcess {
  readonly keeper: Keeper<true>;
  readonly #log: Logger;
  readonly #hooks: Hooks;
  readonly #door: ProcessDoor;
  #boot: EngineBoot | null = null;
  #answer: ((result: Result<true>) => void) | null = null;
  #isEnrolled = false;
  #isReady = false;
  #workAskers: ((work: Work) => void)[] = [];

  constructor(door: ProcessDoor, log: Logger, hooks: Hooks) {
    this.#door = door;
    this.#log = log;
    this.#hooks = hooks;
    this.keeper = new Keeper({
      name: 'engine',
      stopMessage: { control: 'stop' },
      door,
      log,
      boot: (child) => this.#start(child),
      onMessage: (message) => this.#hear(message),
      onState: hooks.onState,
      onDeath: hooks.onDeath,
      onBack: hooks.onBack,
      onGivenUp: hooks.onGivenUp,
    });
  }

  /** Answers when it is ready and, where it had to, has become part of its network. */
  async start(boot: EngineBoot): Promise<Result<true>> {
    this.#boot = boot;
    return this.keeper.start();
  }

  /**
   * The backend answers at this address now; when it is another one, the engine starts again with
   * it.
   * @returns whether it had to
   */
  async moveTo(backendUrl: string): Promise<Result<boolean>> {
    if (this.#boot?.backendUrl === backendUrl) return ok(false);
    return this.#startAnew({ backendUrl });
  }

  /** The same engine on what lies in its folder now. @returns whether there was one */
  restart(): Promise<Result<boolean>> {
    return this.#startAnew({});
  }

  async #startAnew(change: Partial<EngineBoot>): Promise<Result<boolean>> {
    if (!this.#boot) return ok(false);
    this.#hooks.onDeath();
    return this.start({ ...this.#boot, ...change });
  }

  handVaultPort(): void {
    this.keeper.post({ control: 'vault-port' }, [this.#hooks.vaultPort()]);
  }

  /** @returns the end for a window */
  connectWindow(): Port {
    const { one, other } = this.#door.channel();
    this.keeper.post({ control: 'window-port' }, [one]);
    return other;
  }

  /**
   * What would have to wait if the workstation were closed now; null when the engine does not say.
   */
  async work(): Promise<Work | null> {
    if (this.keeper.state !== 'running') return null;
    const told = new Promise<Work>((resolve) => this.#workAskers.push(resolve));
    this.keeper.post({ control: 'report-work' });
    const timer = new AbortController();
    const late = delay(WORK_MS, null, { signal: timer.signal }).catch(() => null);
    const work = await Promise.race([told, late]);
    timer.abort();
    return work;
  }

  #start(child: Child): Promise<Result<true>> {
    const boot = this.#boot;
    if (!boot) throw new Error('started without a boot message');
    this.#isReady = false;
    this.#isEnrolled = boot.enrol === null;
    child.post({ control: 'vault-port' }, [this.#hooks.vaultPort()]);
    child.post({ control: 'boot', boot });
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  #hear(message: unknown): void {
    const parsed = engineNotice.safeParse(message);
    if (!parsed.success) return this.#log.warn({ process: 'engine' }, 'unknown notice');
    const notice = parsed.data;
    switch (notice.notice) {
      case 'ready':
        this.#isReady = true;
        break;
      case 'enrolled':
        this.#isEnrolled = true;
        if (this.#boot) this.#boot = { ...this.#boot, enrol: null };
        break;
      case 'failed':
        this.#answer?.(refuse(notice.code, notice.params));
        return;
      case 'replaced':
        this.#hooks.onReplaced();
        return;
      case 'work': {
        const askers = this.#workAskers;
        this.#workAskers = [];
        for (const tell of askers) tell(notice);
        return;
      }
      case 'told':
        this.#hooks.onTold(notice);
        return;
      case 'stopped':
        return;
    }
    if (this.#isReady && this.#isEnrolled) this.#answer?.(ok(true));
  }
}
