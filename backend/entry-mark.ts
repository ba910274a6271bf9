import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { beginRecovery } from '#service/recovery/recovery.ts';
import type { Service } from '#service/service.ts';

const FILE = 'network.mark';
const shape = z.strictObject({ number: z.int().min(0) });

export interface MarkOptions {
  /** Folder of the database; null where there is none to put a mark beside. */
  readonly dir: string | null;
  /** True when whoever starts the backend says that the database comes from a backup. */
  readonly restored: boolean;
}

/**
 * Counts openings and closings in the database and in a small file beside it. A file that is ahead
 * says that the database was replaced by an older one: the network then recovers (architecture §8).
 * Returns what counts the closing.
 */
export async function keepMark(
  service: Service,
  { dir, restored }: MarkOptions,
): Promise<() => Promise<void>> {
  const { identity, recovery } = service.stores;
  const known = await recovery.mark();
  const filed = dir === null ? 0 : readMark(dir);
  const replaced = filed > known;
  if ((restored || replaced) && (await identity.network()) !== null) {
    await beginRecovery(service, replaced ? 'mark' : 'told');
  }
  let number = Math.max(known, filed);
  const count = async (): Promise<void> => {
    number += 1;
    // First the database: a file that is ahead means a restore, and nothing else may.
    await recovery.putMark(number);
    if (dir !== null) writeMark(dir, number);
  };
  await count();
  return count;
}

/** 0 when there is no mark, or none that can be read: then only the workstations can tell. */
function readMark(dir: string): number {
  try {
    const parsed = shape.safeParse(JSON.parse(readFileSync(join(dir, FILE), 'utf8')));
    return parsed.success ? parsed.data.number : 0;
  } catch {
    return 0;
  }
}

function writeMark(dir: string, number: number): void {
  const next = join(dir, `${FILE}.next`);
  const handle = openSync(next, 'w', 0o600);
  try {
    writeSync(handle, JSON.stringify({ number }));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, join(dir, FILE));
}
