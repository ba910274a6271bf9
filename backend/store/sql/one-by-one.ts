/** Pieces of work that run one after the other, in the order in which they came. */
export class OneByOne {
  #busy = false;
  readonly #waiting: (() => void)[] = [];

  async run<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#busy) await new Promise<void>((go) => this.#waiting.push(go));
    this.#busy = true;
    try {
      return await work();
    } finally {
      // Whoever is next takes over without a moment in which a newcomer could slip in.
      const next = this.#waiting.shift();
      if (next === undefined) this.#busy = false;
      else next();
    }
  }
}
