import type { Clock } from '../ports.ts';

const WINDOW_MS = 15 * 60_000;

/** So many refusals are told one by one in a window. */
export interface RefusalLimits {
  /** Of one kind. */
  readonly each: number;
  /** Of whatever nobody in particular is refused, from wherever it comes. */
  readonly ofStrangers: number;
}

/** More than people make, and too few to fill a disk. */
export const DEFAULT_REFUSAL_LIMITS: RefusalLimits = { each: 30, ofStrangers: 3_000 };

const KEYS_MAX = 10_000;

/** A refusal that has an entry. */
export interface TalliedRefusal {
  /** Null where it stands for itself. */
  readonly others: { readonly refusalCount: number } | null;
}

interface Window {
  readonly count: number;
  readonly endsAtMs: number;
}

/**
 * Says which refusals have an entry of the audit trail of their own: whoever is refused as often as
 * he likes must not fill the disk. Beyond some of a kind only the 100th, the 1000th and so on are
 * told, with how many there were. Which ones follows from who asks alone, and never from whether
 * there is what he asks for (rule G7). It is forgotten with the process: then some more are told.
 */
export class RefusalTally {
  readonly #clock: Clock;
  readonly #limits: RefusalLimits;
  /** The one that began first comes first. */
  readonly #windows = new Map<string, Window>();
  #ofStrangers: Window = { count: 0, endsAtMs: 0 };

  constructor(clock: Clock, limits: RefusalLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /**
   * Counts one more.
   * @param key who was refused what, and why
   * @param isStranger where nobody in particular was refused
   * @returns null where this one is not told
   */
  told(key: string, isStranger: boolean): TalliedRefusal | null {
    const { count } = this.#added(key);
    if (isStranger) this.#ofStrangers = this.#oneMore(this.#ofStrangers);
    const { each, ofStrangers } = this.#limits;
    if (!hasOwnEntry(count, each)) return null;
    const isBounded = isStranger && count <= each;
    return isBounded && !hasOwnEntry(this.#ofStrangers.count, ofStrangers)
      ? null
      : standsFor(count, each);
  }

  #added(key: string): Window {
    const known = this.#windows.get(key);
    const window = this.#oneMore(known);
    // One that begins goes to the end.
    if (window.count === 1) this.#windows.delete(key);
    this.#windows.set(key, window);
    const [first] = this.#windows.keys();
    if (this.#windows.size > KEYS_MAX && first !== undefined) this.#windows.delete(first);
    return window;
  }

  #oneMore(window: Window | undefined): Window {
    const endsAtMs = this.#clock.nowMs() + WINDOW_MS;
    // One that would last longer than windows do was begun under a clock that was set back since.
    const runs =
      window !== undefined && window.endsAtMs > endsAtMs - WINDOW_MS && window.endsAtMs <= endsAtMs;
    return runs ? { count: window.count + 1, endsAtMs: window.endsAtMs } : { count: 1, endsAtMs };
  }
}

/** What an entry says of the others that it stands for: how many there were in this window. */
function standsFor(count: number, each: number): TalliedRefusal {
  return { others: count > each ? { refusalCount: count } : null };
}

/** One by one up to a number; from there on each tenth power. */
function hasOwnEntry(count: number, each: number): boolean {
  return count <= each || /^10+$/u.test(String(count));
}
