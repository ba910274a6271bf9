import { createHash } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** Bytes that are written in one go. */
const PIECE_BYTES = 1024 * 1024;
/**
 * So much lies unwritten in the system's memory at most: a sale's own write would have to wait for
 * all of it.
 */
const SYNC_EVERY_BYTES = 8 * PIECE_BYTES;

/**
 * A file that arrives: hashed as it comes, written and brought to the disk beside that. A cut
 * leaves what was taken, and the next one goes on behind it.
 */
export class PartFile {
  readonly #handle: FileHandle;
  readonly #hash = createHash('sha256');
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #unsyncedBytes = 0;
  #writing: Promise<void> = Promise.resolve();
  #bytes = 0;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Opens the file, or begins it, behind what is there of it already. */
  static async open(file: string): Promise<PartFile> {
    const part = new PartFile(await open(file, 'a', 0o600));
    for await (const chunk of createReadStream(file, { highWaterMark: PIECE_BYTES })) {
      // A file's stream without an encoding gives bytes.
      part.#count(chunk as Uint8Array);
    }
    return part;
  }

  /** How many bytes there are of it. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The chunk is this file's from now on. Resolves when more may come. */
  async take(chunk: Uint8Array): Promise<void> {
    this.#count(chunk);
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    if (this.#pendingBytes >= PIECE_BYTES) await this.#write();
  }

  /**
   * Brings everything to the disk and closes.
   * @returns SHA-256 of the whole, hex
   */
  async end(): Promise<string> {
    try {
      await this.#write();
      await this.#writing;
      await this.#handle.datasync();
    } finally {
      await this.#handle.close();
    }
    return this.#hash.digest('hex');
  }

  #count(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
  }

  /** One piece is written while the next one comes. */
  async #write(): Promise<void> {
    await this.#writing;
    const pieces = this.#pending;
    this.#unsyncedBytes += this.#pendingBytes;
    const sync = this.#unsyncedBytes >= SYNC_EVERY_BYTES;
    [this.#pending, this.#pendingBytes] = [[], 0];
    if (sync) this.#unsyncedBytes = 0;
    this.#writing = this.#written(pieces, sync);
    // Whoever waits for it next hears of the fault.
    this.#writing.catch(() => undefined);
  }

  async #written(pieces: readonly Uint8Array[], sync: boolean): Promise<void> {
    if (pieces.length > 0) await this.#handle.writev(pieces);
    pieces.forEach(giveBack);
    if (sync) await this.#handle.datasync();
  }
}

/**
 * Memory that lies outside of the heap is collected late: without this, tens of megabytes of what
 * was written long ago would lie about.
 */
function giveBack({ buffer, byteLength }: Uint8Array): void {
  const isAllOfIt = buffer.byteLength === byteLength;
  if (isAllOfIt && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** Throws away what there is. */
export function dropPart(file: string): void {
  rmSync(file, { force: true });
}
