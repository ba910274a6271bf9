import { windowAt } from '#domain/time/window.ts';
import { localMonth } from '#domain/time/local-date.ts';
import type { Migration } from '#sqlite/migration.ts';
import type { WritableDb } from '#sqlite/open.ts';
import { addedTo } from '../../sql/month/add-months.ts';
import { bookedRows } from '../../sql/month/booked.ts';
import { history as shared } from '../../sql/schema/history.ts';

/** With the months of what was sold before. */
export const history: Migration = { ...shared.sqlite, fill: fillMonths };

const BOOKED = bookedRows({
  // The last month of the zone that begins at or before the instant.
  monthOf: (atMs) => `(SELECT month FROM temp.zone_month
    WHERE zone_month.zone = contract.zone AND from_ms <= ${atMs} ORDER BY from_ms DESC LIMIT 1)`,
  discountOf: (lines) => `coalesce(
    (SELECT sum(line.value ->> '$.discountMinor') FROM json_each(${lines}) AS line), 0)`,
});

// Row by row: sorted first, the past of years would have to fit into memory.
const FILL = `
  INSERT INTO station_month ${BOOKED} WHERE 1
  ON CONFLICT (month, station_id, contract_id, product_id) DO UPDATE SET ${addedTo('station_month')};
  INSERT INTO sale_month
  SELECT month, contract_id, product_id, sale_count, volume_ml, sale_minor, refund_count,
    refund_volume_ml, refund_minor, fee_minor, discount_minor, vat_minor
  FROM station_month WHERE 1
  ON CONFLICT (month, contract_id, product_id) DO UPDATE SET ${addedTo('sale_month')};`;

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
  db.exec(`${FILL} DROP TABLE temp.zone_month`);
}
