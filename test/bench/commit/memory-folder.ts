import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Linux keeps files here in memory alone: a sync of them writes nothing. */
const MEMORY = '/dev/shm';

export interface MemoryFolder {
  readonly path: string;
  dispose(): Promise<void>;
}

/**
 * A folder in memory, so that the very same store runs there: encrypted, with its log, without a
 * disk.
 * @throws where the system has none
 */
export async function memoryFolder(): Promise<MemoryFolder> {
  if (!existsSync(MEMORY)) throw new Error('this system has no folder in memory (/dev/shm)');
  const path = await mkdtemp(join(MEMORY, 'forecourt-bench-'));
  return { path, dispose: () => rm(path, { recursive: true, force: true }) };
}
