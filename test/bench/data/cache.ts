import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Everything that is made once lies here, outside the checkout. */
export function cacheFolder(): string {
  const own = process.env['FORECOURT_BENCH_CACHE'];
  if (own !== undefined && own !== '') return own;
  const caches = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(caches, 'forecourt-bench');
}

export interface CachedData {
  /** What it is, as a folder's name: `network-100000`. */
  readonly name: string;
  /** Whatever the content depends on; other data of the same name is thrown away. */
  readonly madeOf: string;
  /** Fills an empty folder. */
  make(folder: string): Promise<void>;
}

/**
 * The folder with the data, made when it is not there. A folder appears under its name only when
 * it is whole, so a making that was interrupted begins again.
 */
export async function cached({ name, madeOf, make }: CachedData): Promise<string> {
  const base = cacheFolder();
  const key = createHash('sha256').update(madeOf).digest('hex').slice(0, 12);
  const folder = join(base, `${name}.${key}`);
  if (existsSync(folder)) return folder;
  await mkdir(base, { recursive: true });
  await dropOthers(base, name);
  const growing = `${folder}.${process.pid}${GROWING}`;
  await mkdir(growing);
  await make(growing);
  // Another run may have made the same meanwhile.
  if (existsSync(folder)) await rm(growing, { recursive: true });
  else await rename(growing, folder);
  return folder;
}

const GROWING = '.growing';

/** True while the run that makes it is there. */
function isGrowing(entry: string): boolean {
  if (!entry.endsWith(GROWING)) return false;
  try {
    return process.kill(Number(entry.split('.').at(-2)), 0);
  } catch {
    return false;
  }
}

async function dropOthers(base: string, name: string): Promise<void> {
  for (const entry of await readdir(base)) {
    if (entry.startsWith(`${name}.`) && !isGrowing(entry))
      await rm(join(base, entry), { recursive: true });
  }
}
