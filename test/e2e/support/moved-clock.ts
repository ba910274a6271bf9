import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The clock of a workstation and its backend, moved by a test (only the test build reads it). */
export class MovedClock {
  readonly #folder = mkdtempSync(join(tmpdir(), 'forecourt-clock-'));
  readonly #file = join(this.#folder, 'shift');
  #shiftMs = 0;

  constructor() {
    this.forwardMs(0);
  }

  /** What the application is launched with. */
  get env(): Readonly<Record<string, string>> {
    return { FORECOURT_TEST_CLOCK_FILE: this.#file };
  }

  nowMs(): number {
    return Date.now() + this.#shiftMs;
  }

  forwardMs(ms: number): void {
    this.#shiftMs += ms;
    writeFileSync(this.#file, String(this.#shiftMs));
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
