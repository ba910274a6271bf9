import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { refuse } from '#domain/result.ts';
import type { Refusal } from './problem.ts';

/** Requests per window. */
export interface RateLimit {
  readonly requests: number;
  readonly windowS: number;
}

export interface RateLimitOptions {
  /** Of one network address, all routes. */
  readonly address: RateLimit;
  /** Of one address, the routes at which passwords, codes and tokens could be guessed. */
  readonly guessing: RateLimit;
  /** Of one signed-in person or workstation. */
  readonly account: RateLimit;
}

/**
 * Generous: a station's desk asks a few times per sale, and a whole office may stand behind one
 * address. Guessing has its growing delay besides (domain/identity/attempts.ts).
 */
export const DEFAULT_RATE_LIMITS: RateLimitOptions = {
  address: { requests: 5_000, windowS: 10 },
  guessing: { requests: 120, windowS: 60 },
  account: { requests: 2_000, windowS: 10 },
};

export class RateLimits {
  readonly #limiters: Readonly<Record<keyof RateLimitOptions, RateLimiterMemory>>;

  constructor(options: RateLimitOptions) {
    const limiter = ({ requests, windowS }: RateLimit): RateLimiterMemory =>
      new RateLimiterMemory({ points: requests, duration: windowS });
    this.#limiters = {
      address: limiter(options.address),
      guessing: limiter(options.guessing),
      account: limiter(options.account),
    };
  }

  /** Counts one request; a refusal says how long to wait. */
  async take(kind: keyof RateLimitOptions, who: string): Promise<Refusal | null> {
    try {
      await this.#limiters[kind].consume(who);
      return null;
    } catch (reason) {
      if (!(reason instanceof RateLimiterRes)) throw reason;
      return refuse('RATE_LIMITED', { waitMs: reason.msBeforeNext });
    }
  }
}
