import { hash as digest } from 'node:crypto';
import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ChainHead } from '#domain/journal/head.ts';
import { count, hex64 } from '#protocol/shapes.ts';

const FILE = 'journal.head';
/** A sector: what a disk writes whole or not at all. */
const SLOT_BYTES = 512;
export const HEAD_SLOTS = 2;
const EMPTY = Buffer.from(`${' '.repeat(SLOT_BYTES - 1)}\n`, 'latin1');
const slot = z.strictObject({ seq: count, hash: hex64, check: hex64 });
/** What earlier builds wrote, replacing the whole file every time. */
const wholeFile = z.strictObject({ seq: count, hash: hex64 });

/**
 * The small file beside the journal that tells how far it had come. A journal that is behind it was
 * restored from a copy (architecture §7): its leases may have been spent by lines that are gone.
 *
 * It is written after each commit and synced now and then, never in a sale's way: two slots take
 * turns, so that a torn one leaves the one before. A head that lags behind its journal says nothing
 * wrong: the chain explains what is newer, and the key store's generation tells of every lease.
 */
export interface HeadFile {
  /**
   * Null when there is none, or none that can be read: then only the vault's generation can tell.
   */
  read(): ChainHead | null;
  /** Survives the end of the process at once, a power cut after the next `sync`. */
  write(head: ChainHead): void;
  sync(): void;
  close(): void;
}

export function openHeadFile(dataDir: string): HeadFile {
  const file = join(dataDir, FILE);
  let handle: number | null = null;
  let turn = 0;
  const bytes = Buffer.alloc(SLOT_BYTES);
  return {
    read: () => latest(slotsOf(file)),
    write(head) {
      if (handle === null) {
        turn = makeReady(file);
        handle = openSync(file, 'r+');
      }
      writeSync(handle, slotBytes(head, bytes), 0, SLOT_BYTES, turn * SLOT_BYTES);
      turn = (turn + 1) % HEAD_SLOTS;
    },
    sync() {
      if (handle !== null) fdatasyncSync(handle);
    },
    close() {
      if (handle === null) return;
      fdatasyncSync(handle);
      closeSync(handle);
      handle = null;
    },
  };
}

/** A file of two slots at its place; returns the slot that is to be written next. */
function makeReady(file: string): number {
  const slots = slotsOf(file);
  if (slots.length === HEAD_SLOTS) {
    const [first = null, second = null] = slots;
    return (first?.seq ?? -1) <= (second?.seq ?? -1) ? 0 : 1;
  }
  const known = latest(slots);
  const next = `${file}.next`;
  const handle = openSync(next, 'w', 0o600);
  try {
    writeSync(handle, known === null ? EMPTY : slotBytes(known, Buffer.alloc(SLOT_BYTES)));
    writeSync(handle, EMPTY);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
  return 1;
}

/** What stands in each slot; a single one for a file of earlier builds, none without a file. */
function slotsOf(file: string): readonly (ChainHead | null)[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return [];
  }
  if (bytes.length < SLOT_BYTES) return [parsed(wholeFile, bytes)];
  return Array.from({ length: HEAD_SLOTS }, (_, index) => {
    const found = parsed(slot, bytes.subarray(index * SLOT_BYTES, (index + 1) * SLOT_BYTES));
    return found !== null && checkOf(found) === found.check ? found : null;
  });
}

function parsed<T extends ChainHead>(schema: z.ZodType<T>, bytes: Buffer): T | null {
  try {
    return schema.safeParse(JSON.parse(bytes.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

function latest(slots: readonly (ChainHead | null)[]): ChainHead | null {
  const [last] = slots.flatMap((one) => one ?? []).toSorted((a, b) => b.seq - a.seq);
  return last === undefined ? null : { seq: last.seq, hash: last.hash };
}

/** Fills `bytes`, which are as many as a slot's: a driver waits for each head. */
function slotBytes(head: ChainHead, bytes: Buffer): Buffer {
  const { seq, hash } = head;
  bytes.set(EMPTY);
  bytes.write(JSON.stringify({ seq, hash, check: checkOf(head) }), 'latin1');
  return bytes;
}

/** Tells a slot of which only a part was written. */
function checkOf({ seq, hash }: ChainHead): string {
  return digest('sha256', `${seq} ${hash}`, 'hex');
}
