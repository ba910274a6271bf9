import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export const JOURNAL_DB = ['journal.db', 'journal.db-wal', 'journal.db-shm'];
export const JOURNAL_AND_HEAD = [...JOURNAL_DB, 'journal.head'];

/** What a back-up program or a thief does with the folder of a workstation. */
export class DiskCopy {
  readonly #dataDir: string;
  readonly copyDir: string;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.copyDir = `${dataDir}-copy`;
  }

  take(): void {
    cpSync(this.#dataDir, this.copyDir, { recursive: true });
  }

  /** Puts these files back as they were; one that was not there then is gone now. */
  putBack(files: readonly string[]): void {
    for (const file of files) {
      rmSync(join(this.#dataDir, file), { force: true });
      const kept = join(this.copyDir, file);
      if (existsSync(kept)) cpSync(kept, join(this.#dataDir, file));
    }
  }

  dispose(): void {
    rmSync(this.copyDir, { recursive: true, force: true });
  }
}
