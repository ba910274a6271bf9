import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import pino from 'pino';

const MAX_BYTES = 5_000_000;
const KEPT_FILES = 3;

/** A log file that never grows beyond its limit: `main.log`, then `main.1.log`, `main.2.log`. */
export class RotatingFile {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #file: ReturnType<typeof pino.destination>;
  #bytes: number;

  /** @param path ends in `.log` */
  constructor(path: string, maxBytes = MAX_BYTES) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#bytes = existsSync(path) ? statSync(path).size : 0;
    this.#file = pino.destination({ dest: path, sync: true, mode: 0o600 });
  }

  write(text: string): void {
    if (this.#bytes + text.length > this.#maxBytes && this.#bytes > 0) this.#rotate();
    this.#file.write(text);
    this.#bytes += Buffer.byteLength(text);
  }

  close(): void {
    this.#file.end();
  }

  #rotate(): void {
    for (let number = KEPT_FILES - 1; number >= 1; number -= 1) {
      const from = number === 1 ? this.#path : this.#numbered(number - 1);
      if (existsSync(from)) renameSync(from, this.#numbered(number));
    }
    this.#file.reopen();
    this.#bytes = 0;
  }

  #numbered(number: number): string {
    return this.#path.replace(/\.log$/u, `.${number}.log`);
  }
}
