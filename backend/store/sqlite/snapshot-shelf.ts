import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { keptRecord } from '#protocol/cache-record.ts';
import { cacheSteps, DROP_RECORD, KEEP_RECORD } from '#protocol/cache-schema.ts';
import type {
  FinishedSnapshot,
  SnapshotFile,
  SnapshotShelf,
} from '#service/sync/snapshot-ports.ts';
import type { Clock } from '#service/ports.ts';
import { openMigrated } from '#sqlite/migrate.ts';
import { inTransaction } from '#sqlite/transaction.ts';

/** What is read and sent in one go. */
const SENT_BYTES = 512 * 1024;

export interface ShelfOptions {
  /** Emptied at the start: the keys of what lies there died with the process that made them. */
  readonly dir: string;
  readonly clock: Clock;
  readonly appVersion: string;
}

/** Cache files for workstations, each encrypted under its own key, in a folder of their own. */
export function openSnapshotShelf({ dir, clock, appVersion }: ShelfOptions): SnapshotShelf {
  rmSync(dir, { recursive: true, force: true });
  return {
    begin(keyHex) {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      const file = join(dir, `${randomUUID()}.db`);
      const nowMs = clock.nowMs();
      return newFile(file, { keyHex, nowMs, appVersion });
    },
  };
}

function newFile(
  file: string,
  options: { keyHex: string; nowMs: number; appVersion: string },
): SnapshotFile {
  // What does not come whole is thrown away: nothing of it has to survive a power cut.
  const opened = openMigrated({ file, durable: 'normal', migrations: cacheSteps, ...options });
  if (!opened.ok) throw new Error(`a snapshot cannot be made: ${opened.code}`);
  const db = opened.value;
  const put = db.prepare(KEEP_RECORD);
  const drop = db.prepare(DROP_RECORD);
  const state = db.prepare('INSERT INTO feed_state VALUES (1, @epoch, @cursor, @asOfMs, 1)');
  return {
    put(rows) {
      inTransaction(db, () => {
        for (const row of rows) {
          const { entity, rowId, record } = row;
          if (record === null) {
            drop.run(entity, rowId);
            continue;
          }
          const { panHash, body } = keptRecord(row);
          put.run(entity, rowId, panHash, panHash, body);
        }
      });
    },
    async finish(reached) {
      state.run(reached);
      const fault: unknown = db.pragma('quick_check(1)', { simple: true });
      if (fault !== 'ok') throw new Error(`a snapshot is damaged: ${String(fault)}`);
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
      return finished(file);
    },
    drop() {
      if (db.open) db.close();
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    },
  };
}

async function finished(file: string): Promise<FinishedSnapshot> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return {
    bytes: statSync(file).size,
    sha256: hash.digest('hex'),
    read: (start) => createReadStream(file, { start, highWaterMark: SENT_BYTES }),
  };
}
