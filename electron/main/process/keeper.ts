import { setTimeout as delay } from 'node:timers/promises';
import pRetry from 'p-retry';
import type { Result } from '#protocol/result.ts';
import { nowMs } from '../clock.ts';
import type { Child, ProcessDoor, ProcessName } from '../doors/processes.ts';
import type { Logger } from '../log/logger.ts';

export type KeptState = 'starting' | 'running' | 'restarting' | 'down' | 'not-used';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** So many deaths within so long: it will not get better by itself. */
const DEATHS_TO_GIVE_UP = 6;
const DEATHS_WITHIN_MS = 60_000;
const STOP_MS = 5_000;

interface Duties<T> {
  readonly name: ProcessName;
  readonly door: ProcessDoor;
  readonly log: Logger;
  /** Boots a fresh process; answers when it is ready or refuses. */
  readonly boot: (child: Child) => Promise<Result<T>>;
  /** Ends it in order; null where it has nothing to bring in order. */
  readonly stopMessage: unknown;
  readonly onMessage: (message: unknown) => void;
  readonly onState: (state: KeptState) => void;
  /** It died: whatever was asked of it will not be answered. */
  readonly onDeath: () => void;
  /** It is back after a death. */
  readonly onBack: (booted: T) => void;
  /** It is not coming back: it refused to start again, or died too often. */
  readonly onGivenUp: (code: string) => void;
}

/**
 * Keeps one process alive: starts it, starts it again with growing pauses when it dies, stops it.
 */
export class Keeper<T> {
  readonly #duties: Duties<T>;
  #child: Child | null = null;
  #state: KeptState = 'not-used';
  #wanted: AbortController | null = null;
  #deathsAtMs: number[] = [];

  constructor(duties: Duties<T>) {
    this.#duties = duties;
  }

  get state(): KeptState {
    return this.#state;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Starts it for the first time. Throws when it dies before it is ready. */
  async start(): Promise<Result<T>> {
    await this.stop();
    this.#wanted = new AbortController();
    this.#deathsAtMs = [];
    this.#enter('starting');
    return this.#launch(this.#wanted);
  }

  /** Sends to the running process; dropped while there is none. */
  post(message: unknown, ports?: Parameters<Child['post']>[1]): void {
    if (this.#child && this.#state !== 'restarting') this.#child.post(message, ports);
  }

  /** Asks it to end, and ends it when it does not. */
  async stop(): Promise<void> {
    this.#wanted?.abort();
    this.#wanted = null;
    const child = this.#child;
    this.#child = null;
    this.#enter('not-used');
    if (!child) return;
    const ended = new Promise<void>((resolve) => child.onExit(() => resolve()));
    if (this.#duties.stopMessage === null) child.kill();
    else {
      // Its last word; what may still hold the process open is of no use any more.
      child.onMessage((message) => {
        if (Object(message).notice === 'stopped') child.kill();
      });
      child.post(this.#duties.stopMessage);
    }
    const late = new AbortController();
    const timeout = delay(STOP_MS, 'late' as const, { signal: late.signal }).catch(() => 'off');
    const first = await Promise.race([ended, timeout]);
    late.abort();
    if (first !== 'late') return;
    this.#duties.log.warn({ process: this.#duties.name }, 'did not stop in time');
    child.kill();
    await ended;
  }

  async #launch(wanted: AbortController): Promise<Result<T>> {
    const child = this.#duties.door.fork(this.#duties.name);
    this.#child = child;
    child.onMessage((message) => {
      if (this.#child === child) this.#duties.onMessage(message);
    });
    let isBooted = false;
    const death = new Promise<never>((_, reject) => {
      child.onExit((exitCode) => {
        if (wanted.signal.aborted) return reject(new Error('stopped'));
        this.#child = null;
        this.#duties.log.error({ process: this.#duties.name, exitCode }, 'process ended');
        this.#duties.onDeath();
        if (isBooted) void this.#restart(wanted);
        return reject(new Error('ended before it was ready'));
      });
    });
    const booted = await Promise.race([this.#duties.boot(child), death]);
    death.catch(() => undefined);
    isBooted = booted.ok;
    if (booted.ok) this.#enter('running');
    return booted;
  }

  async #restart(wanted: AbortController): Promise<void> {
    this.#enter('restarting');
    const since = nowMs() - DEATHS_WITHIN_MS;
    this.#deathsAtMs = [...this.#deathsAtMs.filter((atMs) => atMs > since), nowMs()];
    const deaths = this.#deathsAtMs.length;
    if (deaths >= DEATHS_TO_GIVE_UP) return this.#giveUp('INTERNAL');
    try {
      await delay(Math.min(FIRST_PAUSE_MS * 2 ** (deaths - 1), LONGEST_PAUSE_MS), undefined, {
        signal: wanted.signal,
      });
      const booted = await pRetry(() => this.#launch(wanted), {
        retries: DEATHS_TO_GIVE_UP,
        minTimeout: FIRST_PAUSE_MS,
        maxTimeout: LONGEST_PAUSE_MS,
        signal: wanted.signal,
      });
      if (!booted.ok) return this.#giveUp(booted.code);
      this.#duties.log.info({ process: this.#duties.name, deaths }, 'process is back');
      this.#duties.onBack(booted.value);
    } catch {
      if (!wanted.signal.aborted) this.#giveUp('INTERNAL');
    }
  }

  #giveUp(code: string): void {
    this.#enter('down');
    this.#duties.onGivenUp(code);
  }

  #enter(state: KeptState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#duties.onState(state);
  }
}
