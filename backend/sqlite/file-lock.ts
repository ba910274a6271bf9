import Database from 'better-sqlite3';
import { nativeBindingPath } from './native-binding.ts';

export interface FileLock {
  release(): void;
}

/**
 * Takes a file for this process alone, by an empty database whose lock the system frees with the
 * process, however that ends. Null when somebody has it.
 */
export function takeFileLock(file: string, nativeBinding?: string): FileLock | null {
  const path = nativeBindingPath(nativeBinding);
  const db = new Database(file, {
    timeout: 0,
    ...(path === undefined ? {} : { nativeBinding: path }),
  });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') return null;
    throw error;
  }
  return {
    release: () => {
      db.exec('ROLLBACK');
      db.close();
    },
  };
}
