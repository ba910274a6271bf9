import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Room for the captures of every pump of a station, each with its lines, pages and their
 * checkpoint.
 */
export const BALLAST_BYTES = 8 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
const FILE = 'journal.ballast';

/**
 * Disk space kept for the captures of open holds (I4): what the operator saw as accepted can be
 * written even when the disk has filled up meanwhile.
 */
export interface Ballast {
  /**
   * True when the space is there; false when the disk has no room for it: no new hold may be given
   * then.
   */
  reserve(): boolean;
  /** Gives the space to the journal. */
  release(): void;
}

export function openBallast(dataDir: string, bytes = BALLAST_BYTES): Ballast {
  const file = join(dataDir, FILE);
  return {
    reserve: () => sizeOf(file) >= bytes || fill(file, bytes),
    release: () => rmSync(file, { force: true }),
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Random bytes: a file system that squeezes zeros away would keep no room for anything else. */
function fill(file: string, bytes: number): boolean {
  try {
    const handle = openSync(file, 'w', 0o600);
    try {
      for (let done = 0; done < bytes; done += CHUNK_BYTES) writeWhole(handle);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    return true;
  } catch {
    rmSync(file, { force: true });
    return false;
  }
}

function writeWhole(handle: number): void {
  const chunk = randomFillSync(Buffer.allocUnsafe(CHUNK_BYTES));
  for (let from = 0; from < chunk.length;) {
    from += writeSync(handle, chunk, from, chunk.length - from);
  }
}
