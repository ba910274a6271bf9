import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok, refuse, type Result } from '#domain/result.ts';
import { takeFileLock, type FileLock } from '#sqlite/file-lock.ts';
import { openNetworkStore } from '#store/sqlite/open-network-store.ts';
import type { FolderPlace } from './arguments.ts';
import type { OpenStores } from './open-stores.ts';

const DATABASE_FILE = 'network.db';
const LOCK_FILE = 'network.lock';
/** Beside the database of a network that has moved to PostgreSQL. */
const MOVED_FILE = 'MOVED-TO-POSTGRESQL.txt';
const MOVED_TEXT = `This network lives on a PostgreSQL server now. The database here is what it was
before the move; a backend started on it would be a second truth.
`;

export interface NetworkFolder {
  readonly dataDir: string;
  /** 64 hex digits. */
  readonly databaseKeyHex: string;
  /** The file of the deciding thread, `entry-deciding`; without it one thread does everything. */
  readonly decidingEntry?: URL;
}

/** The network of a data folder, which belongs to this process until it is closed. */
export function folderStores(folder: NetworkFolder): OpenStores {
  const { dataDir, databaseKeyHex, decidingEntry } = folder;
  return async (parts) => {
    const held = holdFolder(dataDir);
    if (!held.ok) return held;
    const opened = openNetworkStore({
      file: databaseFile(dataDir),
      keyHex: databaseKeyHex,
      ...parts,
      ...(decidingEntry === undefined ? {} : { decidingEntry }),
    });
    if (!opened.ok) {
      held.value.release();
      return opened;
    }
    const { stores, close } = opened.value;
    return ok({
      stores,
      close: async () => {
        await close();
        held.value.release();
      },
    });
  };
}

export function databaseFile(folder: string): string {
  return join(folder, DATABASE_FILE);
}

/** Where the key of a folder's database is: in the folder, unless somebody named another place. */
export function keyFileOf({ dataDir, keyFile }: FolderPlace): string {
  return keyFile ?? join(dataDir, 'network.key');
}

/**
 * Takes a folder for this process. Refused with DATABASE_IN_USE while another backend has it, and
 * with DATABASE_MOVED when its network lives elsewhere.
 */
export function holdFolder(folder: string): Result<FileLock> {
  if (existsSync(join(folder, MOVED_FILE))) return refuse('DATABASE_MOVED');
  const lock = takeFileLock(join(folder, LOCK_FILE));
  return lock === null ? refuse('DATABASE_IN_USE') : ok(lock);
}

/** Whether the folder's network has moved: nobody starts it here again then. */
export function markMoved(folder: string, moved: boolean): void {
  const file = join(folder, MOVED_FILE);
  if (moved) writeFileSync(file, MOVED_TEXT);
  else rmSync(file, { force: true });
}
