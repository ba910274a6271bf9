import type { Clock as EngineClock } from '#engine/ports.ts';
import type { Clock } from '#service/ports.ts';

/**
 * True time of the simulated world, and the backend's clock. It moves only when a step moves it.
 */
export class WorldClock implements Clock {
  #nowMs: number;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  pass(ms: number): void {
    this.#nowMs += ms;
  }
}

/** The clocks of one workstation: a wall clock that people set, and one that only runs. */
export class DeskClock implements EngineClock {
  readonly #world: WorldClock;
  #bootedAtMs: number;
  #offsetMs = 0;

  constructor(world: WorldClock) {
    this.#world = world;
    this.#bootedAtMs = world.nowMs();
  }

  nowMs(): number {
    return this.#world.nowMs() + this.#offsetMs;
  }

  monotonicMs(): number {
    return this.#world.nowMs() - this.#bootedAtMs;
  }

  /**
   * Time stands while something is done: whatever is waited for at the desk comes before a pause is
   * over, on a busy machine as on an idle one.
   */
  pause(_ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Somebody sets the wall clock. */
  set(byMs: number): void {
    this.#offsetMs += byMs;
  }

  /** A process that starts counts from its own zero. */
  boot(): void {
    this.#bootedAtMs = this.#world.nowMs();
  }
}
