import { statSync } from 'node:fs';
import type { WritableDb } from '#sqlite/open.ts';

/** @returns bytes that `work` put into the write-ahead log of a database */
export async function walBytes(
  db: WritableDb,
  file: string,
  work: () => Promise<unknown> | void,
): Promise<number> {
  db.pragma('wal_checkpoint(TRUNCATE)');
  await work();
  return statSync(`${file}-wal`).size;
}
