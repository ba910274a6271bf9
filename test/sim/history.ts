import { createHash } from 'node:crypto';

/**
 * What happened in a run, in order: its hash proves that a seed repeats it, its counts what it met.
 */
export class History {
  readonly #hash = createHash('sha256');
  readonly #counts = new Map<string, number>();
  readonly #lines: string[] = [];
  readonly #keep: boolean;

  /** `keep`: remember every line for a person who reads them. */
  constructor(keep: boolean) {
    this.#keep = keep;
  }

  note(line: string): void {
    this.#hash.update(`${line}\n`);
    if (this.#keep) this.#lines.push(line);
  }

  count(kind: string, by = 1): void {
    if (by > 0) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + by);
  }

  /** A kind of trouble that was made, in the history and in the counts. */
  trouble(kind: string, where: string): void {
    this.note(`trouble ${kind} ${where}`);
    this.count(`fault ${kind}`);
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  digest(): string {
    return this.#hash.copy().digest('hex');
  }
}
