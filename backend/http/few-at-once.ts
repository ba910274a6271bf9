/** How much is taken in hand at the same time: of everybody together, and of one of them. */
interface InHandMax {
  readonly all: number;
  readonly each: number;
}

/**
 * Runs work in the order in which it was asked for, so many pieces of it at once at most, and takes
 * no more in hand than so many.
 */
export class FewAtOnce {
  readonly #most: number;
  readonly #inHandMax: InHandMax;
  readonly #waiting: (() => void)[] = [];
  readonly #inHandOf = new Map<string, number>();
  #running = 0;
  #inHand = 0;

  constructor(most: number, inHandMax: Partial<InHandMax> = {}) {
    this.#most = most;
    const { all = Number.POSITIVE_INFINITY, each = Number.POSITIVE_INFINITY } = inHandMax;
    this.#inHandMax = { all, each };
  }

  /**
   * Counts what is prepared and then run as in hand from the beginning to the end.
   * @param who whose it is: nobody takes the places of all others
   * @returns false when too much is in hand, and nothing was begun
   */
  async takeInHand(who: string, work: () => Promise<void>): Promise<boolean> {
    const own = this.#inHandOf.get(who) ?? 0;
    if (this.#inHand >= this.#inHandMax.all || own >= this.#inHandMax.each) return false;
    this.#count(who, 1);
    try {
      await work();
    } finally {
      this.#count(who, -1);
    }
    return true;
  }

  #count(who: string, step: 1 | -1): void {
    const own = (this.#inHandOf.get(who) ?? 0) + step;
    if (own === 0) this.#inHandOf.delete(who);
    else this.#inHandOf.set(who, own);
    this.#inHand += step;
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
