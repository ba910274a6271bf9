import type { FeedQuestion, FeedSource, Moved } from '../sql/feed-source.ts';
import type { Sql } from '../sql/sql.ts';

const SQL = {
  moved: `
    SELECT seq, entity, row_id AS rowId,
      CASE WHEN coalesce(first_seq, seq) <= @cursor AND @cursor < coalesce(scope_seq, seq)
        THEN 1 ELSE 0 END AS mayHaveIt,
      CASE WHEN @cursor < coalesce(scope_seq, seq) THEN 1 ELSE 0 END AS mayBeNew
    FROM feed WHERE seq > @cursor AND (station_id IS NULL OR station_id = @stationId)
    ORDER BY seq LIMIT @limit`,
  head: `SELECT coalesce(max(seq), 0) AS seq FROM feed`,
};

/**
 * Numbers are given under the one write lock, so a lower one never shows up after a higher one: the
 * order of the numbers is the order of the commits.
 */
export const feedNumbers: FeedSource = {
  moved: (sql: Sql, question: FeedQuestion): Promise<readonly Moved[]> =>
    sql.all<Moved>(SQL.moved, question),
  head: async (sql: Sql): Promise<number> => (await sql.get<{ seq: number }>(SQL.head))?.seq ?? 0,
};
