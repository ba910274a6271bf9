import { ok, refuse } from '#domain/result.ts';
import type { Answer } from '../outcome.ts';
import type { RateWindowStore } from '../people/guess-ports.ts';
import type { Clock } from '../ports.ts';

/**
 * Whose tries are counted: an account's (known or not), a network address's, a workstation's, and
 * feedback and applications from an address: whoever floods those keeps nobody from signing in.
 * `session`: the sessions that a workstation asks for by its signature. `card`: the numbers of
 * plastic cards that a member types.
 */
export type GuessKind =
  'account' | 'address' | 'application' | 'card' | 'feedback' | 'session' | 'workstation';

export interface Guess {
  readonly kind: GuessKind;
  readonly who: string;
}

/** Tries per window. */
export interface GuessLimit {
  readonly tries: number;
  readonly windowMs: number;
}

export type GuessLimitOptions = Readonly<Record<GuessKind, GuessLimit>>;

const WINDOW_MS = 15 * 60_000;
const DAY_MS = 24 * 3_600_000;

/**
 * Far above what people need, far below what a guesser needs. An account's tries begin anew with
 * each success; a whole office may stand behind one address, a whole shift at one workstation. A
 * member has few cards, and numbers of cards that nobody has yet are few as well.
 */
export const DEFAULT_GUESS_LIMITS: GuessLimitOptions = {
  account: { tries: 30, windowMs: WINDOW_MS },
  address: { tries: 300, windowMs: WINDOW_MS },
  application: { tries: 60, windowMs: WINDOW_MS },
  card: { tries: 20, windowMs: DAY_MS },
  feedback: { tries: 60, windowMs: WINDOW_MS },
  session: { tries: 300, windowMs: WINDOW_MS },
  workstation: { tries: 100, windowMs: WINDOW_MS },
};

export interface GuessLimitParts {
  readonly windows: RateWindowStore;
  readonly clock: Clock;
  readonly options: GuessLimitOptions;
}

/**
 * Counts tries at what could be guessed. The counts stand in the network's database: a restart
 * forgets none of them, and several backends count together.
 */
export class GuessLimits {
  readonly #parts: GuessLimitParts;

  constructor(parts: GuessLimitParts) {
    this.#parts = parts;
  }

  /** One more try of each; RATE_LIMITED {waitMs} as soon as one of them has had too many. */
  async take(guesses: readonly Guess[]): Promise<Answer<null>> {
    const { windows, clock, options } = this.#parts;
    for (const guess of guesses) {
      const { tries, windowMs: durationMs } = options[guess.kind];
      const nowMs = clock.nowMs();
      const added = { name: nameOf(guess), points: 1, durationMs, nowMs };
      const { points, endsAtMs } = await windows.add(added);
      if (points > tries) return refuse('RATE_LIMITED', { waitMs: endsAtMs - nowMs });
    }
    return ok(null);
  }

  /** After a success its tries count no more. */
  async forget(guess: Guess): Promise<void> {
    await this.#parts.windows.remove(nameOf(guess));
  }
}

function nameOf({ kind, who }: Guess): string {
  return `${kind}:${who}`;
}
