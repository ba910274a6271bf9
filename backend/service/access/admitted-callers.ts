import type { Caller } from '../caller.ts';

/** What a pair of credentials was good for, and until when it may be taken from here. */
export interface Admission {
  readonly caller: Caller;
  readonly expiresAtMs: number;
}

/** As many as there may be people and workstations at one backend. */
const ADMISSIONS_MAX = 10_000;

/**
 * Callers that were admitted before, so that a known pair of tokens is not looked up again with
 * each sale. Exact, never merely fresh: whatever is written beside decisions — a person, a session,
 * a workstation — makes all of them be looked up anew.
 */
export class AdmittedCallers {
  readonly #known = new Map<string, Admission>();
  #changes = 0;

  /** `changes`: how often the network was written beside decisions; null where nobody can say. */
  find(key: string, changes: number | null): Admission | null {
    if (changes === null) return null;
    if (changes !== this.#changes) {
      this.#known.clear();
      this.#changes = changes;
    }
    return this.#known.get(key) ?? null;
  }

  /** `changes` as it was before the caller was looked up. */
  keep(key: string, admission: Admission, changes: number | null): void {
    if (changes === null || changes !== this.#changes) return;
    if (this.#known.size >= ADMISSIONS_MAX) this.#known.clear();
    this.#known.set(key, admission);
  }
}
