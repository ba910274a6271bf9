import type { FeedEntity } from '#protocol/feed.ts';
import type { Sql } from './sql.ts';

export interface FeedQuestion {
  readonly stationId: string;
  readonly cursor: number;
  readonly limit: number;
}

/** A row that changed after a cursor. */
export interface Moved {
  readonly seq: number;
  readonly entity: FeedEntity;
  readonly rowId: string;
  /** 1 when a station may have had the row at the cursor, and may have lost it since. */
  readonly mayHaveIt: 0 | 1;
  /** 1 when the row may have come into a station's scope since the cursor. */
  readonly mayBeNew: 0 | 1;
}

/** In which order an engine's commits are served; each engine has its own (architecture §8). */
export interface FeedSource {
  /** Before a snapshot is taken: whatever the engine has to do so that it shows all commits. */
  prepare?(sql: Sql): Promise<void>;
  /** What changed after the cursor and may concern the station, oldest first. */
  moved(sql: Sql, question: FeedQuestion): Promise<readonly Moved[]>;
  /** Where the newest row that may be served stands. */
  head(sql: Sql): Promise<number>;
}
