import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';

/** What the disk itself can do: the same bytes overwritten and synced, with nothing around it. */
export class RawWrite {
  readonly #handle: number;
  readonly #bytes: Buffer;

  constructor(file: string, byteCount: number) {
    this.#handle = openSync(file, 'w', 0o600);
    this.#bytes = Buffer.alloc(byteCount, 'x');
    // Overwriting from here on: the file grows no more.
    this.write();
  }

  write(): void {
    writeSync(this.#handle, this.#bytes, 0, this.#bytes.length, 0);
    fdatasyncSync(this.#handle);
  }

  close(): void {
    closeSync(this.#handle);
  }
}
