import type { ReadableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';

/** A station's cards of a day and what they lead to; then all are read anew. */
const READS_KEPT = 5_000;

interface KeptReads {
  changes: number;
  readonly values: Map<string, unknown>;
}

const kept = new WeakMap<ReadableDb, KeptReads>();

/**
 * What `read` gives, once until anything is written through this connection, which is the file's
 * only writer. A sale asks for the same few records as the one before, and reading them costs more
 * than deciding on them.
 * @param key names reader and arguments: one key is always read by the same function
 */
export function keptRead<T>(db: ReadableDb, key: string, read: () => T): T {
  const reads = readsOf(db);
  const known = reads.values.get(key);
  // Under this key stands what this very reader has put there.
  if (known !== undefined) return known as T;
  const value = read();
  if (reads.values.size >= READS_KEPT) reads.values.clear();
  if (value !== undefined) reads.values.set(key, value);
  return value;
}

function readsOf(db: ReadableDb): KeptReads {
  const changes = prepared<[], { n: number }>(db, 'SELECT total_changes() AS n').get()?.n ?? 0;
  let reads = kept.get(db);
  if (reads === undefined) {
    reads = { changes, values: new Map() };
    kept.set(db, reads);
  }
  if (reads.changes !== changes) {
    reads.values.clear();
    reads.changes = changes;
  }
  return reads;
}
