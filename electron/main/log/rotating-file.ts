import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

const MAX_BYTES = 5_000_000;
const KEPT_FILES = 3;

/** A log file that never grows beyond its limit: `main.log`, then `main.1.log`, `main.2.log`. */
export class RotatingFile {
  readonly #path: string;
  readonly #maxBytes: number;
  #file: number;
  #bytes: number;

  /** @param path ends in `.log` */
  constructor(path: string, maxBytes = MAX_BYTES) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#file = openSync(path, 'a', 0o600);
    this.#bytes = fstatSync(this.#file).size;
  }

  /** Written at once: a line about a crash must not wait in memory. */
  write(text: string): void {
    const bytes = Buffer.from(text);
    if (this.#bytes + bytes.length > this.#maxBytes && this.#bytes > 0) this.#rotate();
    writeSync(this.#file, bytes);
    this.#bytes += bytes.length;
  }

  #rotate(): void {
    closeSync(this.#file);
    for (let number = KEPT_FILES - 1; number >= 1; number -= 1) {
      const from = number === 1 ? this.#path : this.#numbered(number - 1);
      if (existsSync(from)) renameSync(from, this.#numbered(number));
    }
    this.#file = openSync(this.#path, 'a', 0o600);
    this.#bytes = 0;
  }

  #numbered(number: number): string {
    return this.#path.replace(/\.log$/u, `.${number}.log`);
  }
}
