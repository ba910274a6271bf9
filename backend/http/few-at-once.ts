/**
 * Runs work in the order in which it was asked for, so many pieces of it at once at most, and takes
 * no more in hand than so many.
 */
export class FewAtOnce {
  readonly #most: number;
  readonly #inHandMax: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #inHand = 0;

  constructor(most: number, inHandMax = Number.POSITIVE_INFINITY) {
    this.#most = most;
    this.#inHandMax = inHandMax;
  }

  /**
   * Counts what is prepared and then run as in hand from the beginning to the end.
   * @returns false when too much is in hand, and nothing was begun
   */
  async takeInHand(work: () => Promise<void>): Promise<boolean> {
    if (this.#inHand >= this.#inHandMax) return false;
    this.#inHand += 1;
    try {
      await work();
    } finally {
      this.#inHand -= 1;
    }
    return true;
  }

  /** Does the work when it is its turn; nothing, where nobody wants it any more by then. */
  async run(work: () => Promise<void>, isWanted: () => boolean = () => true): Promise<void> {
    if (this.#running < this.#most) this.#running += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      if (isWanted()) await work();
    } finally {
      // The place goes straight to the next one.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
