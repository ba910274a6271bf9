import type { Clock } from '../ports.ts';

/**
 * So long a person may let it wait: until it is here nobody hears of stopped cards and other limits
 * where the cursor of the feed means nothing any more.
 */
export const PAUSE_MAX_MS = 30 * 60_000;

interface Progress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** How far a snapshot has come. */
export interface Arriving extends Progress {
  /** A person stopped it; what is here stays, and it goes on from there. */
  readonly paused: boolean;
}

/** The one snapshot that may be on its way, as those see it who watch or stop it. */
export interface Arrival {
  /** Null when none is on its way. */
  state(): Arriving | null;
  /** A download begins, or goes on; the signal tells that a person stops it. */
  begin(): AbortSignal;
  note(progress: Progress): void;
  /** It is here, or does not come. */
  end(): void;
  /**
   * Until `resume`, until its time is over or until this process ends. Nothing happens where none
   * is on its way.
   */
  pause(): void;
  resume(): void;
}

/** @param moved called whenever there is something else to be seen */
export function makeArrival(clock: Pick<Clock, 'monotonicMs'>, moved: () => void): Arrival {
  let progress: Progress | null = null;
  let pausedAtMs: number | null = null;
  let stopping = new AbortController();
  const isPaused = (): boolean =>
    pausedAtMs !== null && clock.monotonicMs() - pausedAtMs < PAUSE_MAX_MS;
  return {
    state: () => (progress === null ? null : { ...progress, paused: isPaused() }),
    begin() {
      stopping = new AbortController();
      pausedAtMs = null;
      return stopping.signal;
    },
    note(next) {
      progress = next;
      moved();
    },
    end() {
      progress = null;
      pausedAtMs = null;
      moved();
    },
    pause() {
      if (progress === null || isPaused()) return;
      stopping.abort();
      pausedAtMs = clock.monotonicMs();
      moved();
    },
    resume() {
      pausedAtMs = null;
      if (progress !== null) moved();
    },
  };
}
