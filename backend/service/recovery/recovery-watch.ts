/** How old the knowledge that nothing is recovered may be: another backend may have begun. */
const KNOWN_FOR_MS = 1_000;

/**
 * Whether this network is recovered, for those who ask at every sale: remembered for a moment.
 */
export class RecoveryWatch {
  readonly #ask: () => Promise<boolean>;
  readonly #nowMs: () => number;
  #known: { readonly running: boolean; readonly atMs: number } | null = null;

  constructor(ask: () => Promise<boolean>, nowMs: () => number) {
    this.#ask = ask;
    this.#nowMs = nowMs;
  }

  async isRunning(): Promise<boolean> {
    const nowMs = this.#nowMs();
    const known = this.#known;
    if (known !== null && Math.abs(nowMs - known.atMs) < KNOWN_FOR_MS) return known.running;
    const running = await this.#ask();
    this.#known = { running, atMs: nowMs };
    return running;
  }

  /** What was known is over. */
  moved(): void {
    this.#known = null;
  }
}
