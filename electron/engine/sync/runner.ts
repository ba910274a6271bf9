import pRetry from 'p-retry';
import { refuse, type Params, type Result } from '#domain/result.ts';
import type { Core } from '../core.ts';
import type { RoundSummary } from './round.ts';

/** Without a word from the live stream, so often is asked whether anything moved. */
const POLL_MS = 20_000;
const FIRST_RETRY_MS = 1_000;
const RETRY_MAX_MS = 30_000;
/** No backend asks for a longer pause in earnest: its limits count within a minute. */
const TOLD_MAX_MS = 60_000;

export interface Runner {
  /** A round as soon as possible. */
  wake(): void;
  stop(): Promise<void>;
}

export interface RunnerParts {
  readonly core: Core;
  readonly round: () => Promise<Result<RoundSummary>>;
  /** Listens to the live stream until it ends; null where there is none. */
  readonly listen: ((signal: AbortSignal) => Promise<void>) | null;
  /** 0 … 1. */
  readonly random: () => number;
}

/**
 * Calls rounds: at once when woken, by and by when nothing happens, with growing random pauses
 * after a failure.
 */
export function startRunner({ core, round, listen, random }: RunnerParts): Runner {
  const stopping = new AbortController();
  let waking = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      waking = new AbortController();
      const { signal } = waking;
      await untilRound(signal);
      await core.machineClock.pause(POLL_MS, signal);
    }
  };
  const untilRound = async (signal: AbortSignal): Promise<void> => {
    try {
      await pRetry(() => tryRound(), {
        retries: Number.POSITIVE_INFINITY,
        // The pause is ours, because the window shows when the next try comes.
        minTimeout: 0,
        maxTimeout: 0,
        signal,
        onFailedAttempt: async ({ attemptNumber, error }) => {
          const toldMs = error instanceof FailedRound ? error.waitMs : null;
          const pauseMs = retryPauseMs(attemptNumber, random(), toldMs);
          core.link.setNextTry(core.clock.nowMs() + pauseMs);
          // Whoever was told when to come again does not come sooner, whatever happens here.
          const wakes = toldMs === null ? signal : stopping.signal;
          await core.machineClock.pause(pauseMs, wakes);
        },
      });
    } catch (error) {
      // Woken: the next round begins at once.
      if (!signal.aborted) throw error;
    }
  };
  const tryRound = async (): Promise<void> => {
    core.link.setNextTry(null);
    const outcome = await round().catch((error: unknown) => {
      // A bug of ours is told with all there is, and tried again like a link that is down.
      core.log.error({ stack: stackOf(error) }, 'a round of synchronization failed');
      return refuse('INTERNAL');
    });
    if (!outcome.ok) throw new FailedRound(outcome.code, outcome.params);
  };
  const listenOn = async (): Promise<void> => {
    while (listen !== null && !stopping.signal.aborted) {
      if (core.link.isUp()) await listen(stopping.signal).catch(notHeard);
      await core.machineClock.pause(FIRST_RETRY_MS, stopping.signal);
    }
  };
  // The vault may be away, and with it the token: rounds find out the same, later.
  const notHeard = (error: unknown): void => {
    core.log.warn({ error: String(error) }, 'the live stream could not be opened');
  };
  const wake = (): void => waking.abort();
  const due = whenDue(core, wake);
  const unmoved = core.events.onSyncMoved(due);
  // What was just journalled goes out at once, where somebody is there to take it.
  const unheard = core.events.listen((event) => {
    if (event === 'sale:changed') due();
  });
  const running = Promise.all([loop(), listenOn()]);
  return {
    wake,
    async stop() {
      unmoved();
      unheard();
      stopping.abort();
      waking.abort();
      await running;
    },
  };
}

/**
 * Not at the next poll but now: something is to be sent and somebody is there to take it, or a
 * single request found nobody there and it has to be seen whether that is so.
 */
function whenDue(core: Core, wake: () => void): () => void {
  let wasUp = core.link.isUp();
  return () => {
    const isUp = core.link.isUp();
    const lost = wasUp && !isUp;
    wasUp = isUp;
    const { seq } = core.journal.head();
    const unsent = isUp && seq > (core.journal.facts.get('acknowledged')?.seq ?? 0);
    if (lost || unsent) wake();
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

class FailedRound extends Error {
  /** When the backend wants to be asked again; null where it said nothing. */
  readonly waitMs: number | null;

  constructor(code: string, { waitMs }: Params) {
    super(code);
    this.waitMs = typeof waitMs === 'number' ? waitMs : null;
  }
}

/**
 * Doubles from try to try, or is what the backend told, a minute at most, and as much again at
 * most; a random half of it keeps workstations from coming back all at once.
 */
export function retryPauseMs(attempt: number, random: number, toldMs: number | null): number {
  const usualMs = Math.min(RETRY_MAX_MS, FIRST_RETRY_MS * 2 ** (attempt - 1));
  const wholeMs = toldMs === null ? usualMs : 2 * Math.min(TOLD_MAX_MS, toldMs);
  return Math.ceil(wholeMs / 2 + (random * wholeMs) / 2);
}
