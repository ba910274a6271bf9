/** Rows as a batch sees them: what it has changed, over what is stored. Each is read once. */
export class Overlay<T> {
  readonly #load: (id: string) => T | null;
  readonly #loaded = new Map<string, T | null>();
  readonly #changed = new Map<string, T>();

  constructor(load: (id: string) => T | null) {
    this.#load = load;
  }

  get(id: string): T | null {
    const changed = this.#changed.get(id);
    if (changed !== undefined) return changed;
    const loaded = this.#loaded.get(id);
    if (loaded !== undefined) return loaded;
    const row = this.#load(id);
    this.#loaded.set(id, row);
    return row;
  }

  put(id: string, row: T): void {
    this.#changed.set(id, row);
  }

  changed(): Iterable<T> {
    return this.#changed.values();
  }

  entries(): readonly (readonly [string, T])[] {
    return [...this.#changed];
  }

  /** True when the row was there before the batch began. */
  wasStored(id: string): boolean {
    const loaded = this.#loaded.get(id);
    return (loaded === undefined ? this.#load(id) : loaded) !== null;
  }
}
