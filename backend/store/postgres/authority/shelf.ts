/**
 * Rows of one kind that a batch names, by key. What is asked for and was not loaded yet is noted
 * and answered as absent: the batch is decided again when it is there.
 */
export class Shelf<T> {
  readonly #rows = new Map<string, T | null>();
  readonly #missing = new Set<string>();

  get(key: string): T | null {
    const row = this.#rows.get(key);
    if (row !== undefined) return row;
    this.#missing.add(key);
    return null;
  }

  /** Will be asked for. */
  want(key: string | null): void {
    if (key !== null && !this.#rows.has(key)) this.#missing.add(key);
  }

  get missing(): readonly string[] {
    return [...this.#missing];
  }

  get rows(): Iterable<T> {
    return [...this.#rows.values()].filter((row) => row !== null);
  }

  /** The rows that were found for what was missing; the rest is known to be absent. */
  fill(found: Iterable<readonly [string, T]>): void {
    for (const key of this.#missing) this.#rows.set(key, null);
    this.#missing.clear();
    for (const [key, row] of found) this.#rows.set(key, row);
  }
}

/** A key of several parts. */
export function keyOf(...parts: readonly (string | number | readonly string[])[]): string {
  return JSON.stringify(parts);
}
