import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Room for what every pump of a station still has to write, a capture and a reversal each, with
 * lines, pages and their checkpoint.
 */
export const BALLAST_BYTES = 8 * 1024 * 1024;
/** It is given away piece by piece: what is not needed now stays for the next pump. */
const PORTIONS = 8;
const CHUNK_BYTES = 64 * 1024;
const FILE = 'journal.ballast';

/**
 * Disk space kept for captures and reversals of open holds (I4): what the operator saw as accepted
 * can be written, and a pump can be freed, even when the disk has filled up meanwhile.
 */
export interface Ballast {
  /**
   * True when the space is there; false when the disk has no room for it: no new hold may be given
   * then.
   */
  reserve(): boolean;
  /** Gives a part of the space to the journal; false when nothing is left to give. */
  release(): boolean;
}

export function openBallast(dataDir: string, bytes = BALLAST_BYTES): Ballast {
  const file = join(dataDir, FILE);
  const portion = Math.ceil(bytes / PORTIONS);
  let whole = false;
  return {
    reserve() {
      whole ||= sizeOf(file) >= bytes || fill(file, bytes);
      return whole;
    },
    release() {
      whole = false;
      const before = sizeOf(file);
      if (before === 0) return false;
      truncateSync(file, Math.max(0, before - portion));
      return true;
    },
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Fills up what is missing; without room for all of it, what is there stays as it was. Random
 * bytes: a file system that squeezes zeros away would keep no room for anything else.
 */
function fill(file: string, bytes: number): boolean {
  const before = sizeOf(file);
  try {
    const handle = openSync(file, 'a', 0o600);
    try {
      for (let done = before; done < bytes;) done += writeChunk(handle, bytes - done);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    return true;
  } catch {
    if (before === 0) rmSync(file, { force: true });
    else truncateSync(file, before);
    return false;
  }
}

function writeChunk(handle: number, missing: number): number {
  const chunk = randomFillSync(Buffer.allocUnsafe(Math.min(CHUNK_BYTES, missing)));
  return writeSync(handle, chunk);
}
