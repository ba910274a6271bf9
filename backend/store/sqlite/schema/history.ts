import { windowAt } from '#domain/time/window.ts';
import { localMonth } from '#domain/time/local-date.ts';
import type { Migration } from '#sqlite/migration.ts';
import type { WritableDb } from '#sqlite/open.ts';
import { FILL_SALE_MONTHS, fillStationMonths } from '../../sql/month/fill-months.ts';
import { history as shared } from '../../sql/schema/history.ts';

/** With the months of what was sold before. */
export const history: Migration = { ...shared.sqlite, fill: fillMonths };

const FILL = fillStationMonths({
  // The last month of the zone that begins at or before the instant.
  monthOf: (atMs) => `(SELECT month FROM temp.zone_month
    WHERE zone_month.zone = contract.zone AND from_ms <= ${atMs} ORDER BY from_ms DESC LIMIT 1)`,
  discountOf: (lines) => `coalesce(
    (SELECT sum(line.value ->> '$.discountMinor') FROM json_each(${lines}) AS line), 0)`,
});

interface Span {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** Fills the empty tables of months: SQLite itself knows no zones. */
export function fillMonths(db: WritableDb): void {
  const booked = db.prepare<[], Span>(`
    SELECT min(booked_at_ms) AS fromMs, max(booked_at_ms) AS toMs FROM (
      SELECT booked_at_ms FROM sale WHERE state = 'captured'
      UNION ALL SELECT booked_at_ms FROM refund)`);
  const { fromMs, toMs } = booked.get() ?? { fromMs: null, toMs: null };
  if (fromMs === null || toMs === null) return;
  db.exec(`CREATE TEMP TABLE zone_month (
    zone TEXT, from_ms INTEGER, month TEXT, PRIMARY KEY (zone, from_ms)) WITHOUT ROWID`);
  const insert = db.prepare('INSERT INTO temp.zone_month VALUES (?, ?, ?)');
  const zones = db.prepare<[], { zone: string }>('SELECT DISTINCT zone FROM contract');
  for (const { zone } of zones.all()) {
    let next: number | null = fromMs;
    while (next !== null && next <= toMs) {
      const { startsAtMs, endsAtMs } = windowAt('month', next, zone);
      insert.run(zone, startsAtMs, localMonth(next, zone));
      next = endsAtMs;
    }
  }
  db.exec(`${FILL} ${FILL_SALE_MONTHS} DROP TABLE temp.zone_month`);
}
