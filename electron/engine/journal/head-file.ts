import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ChainHead } from '#domain/journal/head.ts';
import { count, hex64 } from '#protocol/shapes.ts';

const FILE = 'journal.head';
const shape = z.strictObject({ seq: count, hash: hex64 });

/**
 * The small file beside the journal that tells how far it had come. A journal that is behind it was
 * restored from a copy (architecture §7): its leases may have been spent by lines that are gone.
 */
export interface HeadFile {
  /**
   * Null when there is none, or none that can be read: then only the vault's generation can tell.
   */
  read(): ChainHead | null;
  /** Replaces the file at once and whole. */
  write(head: ChainHead): void;
}

export function openHeadFile(dataDir: string): HeadFile {
  const file = join(dataDir, FILE);
  return {
    read() {
      try {
        const parsed = shape.safeParse(JSON.parse(readFileSync(file, 'utf8')));
        return parsed.success ? parsed.data : null;
      } catch {
        return null;
      }
    },
    write(head) {
      const next = `${file}.next`;
      writeSynced(next, JSON.stringify({ seq: head.seq, hash: head.hash }));
      // The folder is not synced: after a power cut an older whole file may stand there, which is
      // behind and harmless.
      renameSync(next, file);
    },
  };
}

function writeSynced(file: string, text: string): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
