import { hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '#service/platform-ports.ts';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane (packaging-security §9). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** How a hash begins that was made under them; 19 is the version of argon2 itself (1.3). */
const PARAMETERS = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`;
/** Each takes its memory and a core for some 30 ms: more at a time would starve the sales. */
const AT_A_TIME = 2;

/**
 * argon2id, two at a time; the others wait in order. Verifies older parameters too: they stand in
 * the hash.
 */
export class Argon2Hasher implements PasswordHasher {
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  hash(text: string): Promise<string> {
    return this.#inTurn(() => hash(text, COST));
  }

  verify(phc: string, text: string): Promise<boolean> {
    return this.#inTurn(() => verify(phc, text));
  }

  isOutdated(phc: string): boolean {
    return !phc.startsWith(PARAMETERS);
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
