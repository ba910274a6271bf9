import type { ReadableDb } from '#sqlite/open.ts';

/** A station's cards of a day and what they lead to; then all are read anew. */
const READS_KEPT = 5_000;

interface KeptReads {
  /** How many rows were ever changed through this connection. */
  readonly countChanges: () => number | undefined;
  changes: number | undefined;
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
  let reads = kept.get(db);
  if (reads === undefined) {
    const counted = db.prepare<[], number>('SELECT total_changes()').pluck();
    reads = { countChanges: () => counted.get(), changes: counted.get(), values: new Map() };
    kept.set(db, reads);
  }
  const changes = reads.countChanges();
  if (reads.changes !== changes) {
    reads.values.clear();
    reads.changes = changes;
  }
  return reads;
}
