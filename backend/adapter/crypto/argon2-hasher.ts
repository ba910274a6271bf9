import { hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '#service/platform-ports.ts';

/** What one hash takes: memory in KiB, passes over it, lanes. */
export interface Argon2Cost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane (packaging-security §9). */
const COST: Argon2Cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each takes its memory and a core for some 30 ms: more at a time would starve the sales. */
const AT_A_TIME = 2;

/**
 * argon2id, two at a time; the others wait in order. Verifies older parameters too: they stand in
 * the hash.
 */
export class Argon2Hasher implements PasswordHasher {
  readonly #waiting: (() => void)[] = [];
  readonly #cost: Argon2Cost;
  readonly #parameters: string;
  #running = 0;

  constructor(cost: Argon2Cost = COST) {
    const { memoryCost, timeCost, parallelism } = cost;
    this.#cost = cost;
    // How a hash begins that was made under it; 19 is the version of argon2 itself (1.3).
    this.#parameters = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`;
  }

  hash(text: string): Promise<string> {
    return this.#inTurn(() => hash(text, this.#cost));
  }

  verify(phc: string, text: string): Promise<boolean> {
    return this.#inTurn(() => verify(phc, text));
  }

  isOutdated(phc: string): boolean {
    return !phc.startsWith(this.#parameters);
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_A_TIME) {
      // Whoever ends hands its place over, so the count stays as it is.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
