import type { FeedRow } from '#protocol/feed.ts';

/** Where cache files for workstations are made and kept for a while. */
export interface SnapshotShelf {
  /** An empty cache file under the key. */
  begin(keyHex: string): SnapshotFile;
}

export interface SnapshotFile {
  /** Adds rows as the feed brings them; one transaction. */
  put(rows: readonly FeedRow[]): void;
  /** Checks the file and lets it be read; refused nothing: a file that is not whole throws. */
  finish(state: { epoch: string; cursor: string; asOfMs: number }): Promise<FinishedSnapshot>;
  /** Throws it away, finished or not. */
  drop(): void;
}

export interface FinishedSnapshot {
  readonly bytes: number;
  readonly sha256: string;
  /** The bytes from one on; resumes at any byte. */
  read(fromByte: number): AsyncIterable<Uint8Array>;
}
