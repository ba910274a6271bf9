import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The clock of a workstation and its backend, moved by a test (only the test build reads it). */
export class MovedClock {
  readonly #folder = mkdtempSync(join(tmpdir(), 'forecourt-clock-'));
  readonly #file = join(this.#folder, 'shift');
  #shiftMs = 0;
  /** Where it stands; null while it goes. */
  #standsAtMs: number | null = null;

  constructor() {
    this.forwardMs(0);
  }

  /** What the application is launched with. */
  get env(): Readonly<Record<string, string>> {
    return { FORECOURT_TEST_CLOCK_FILE: this.#file };
  }

  nowMs(): number {
    return this.#standsAtMs ?? Date.now() + this.#shiftMs;
  }

  forwardMs(ms: number): void {
    if (this.#standsAtMs === null) this.#shiftMs += ms;
    else this.#standsAtMs += ms;
    this.#write();
  }

  /**
   * From now on time passes by `forwardMs` alone, so that what a slow machine takes for a step is
   * no part of a term.
   */
  stop(): void {
    this.#standsAtMs = this.nowMs();
    this.#write();
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true });
  }

  /** At once or not at all: the workstation reads whenever it asks for the time. */
  #write(): void {
    const said = this.#standsAtMs === null ? String(this.#shiftMs) : `@${this.#standsAtMs}`;
    writeFileSync(`${this.#file}.next`, said);
    renameSync(`${this.#file}.next`, this.#file);
  }
}
