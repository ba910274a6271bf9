import type { Migration } from '#sqlite/migration.ts';
import { FILL_SALE_MONTHS, fillStationMonths } from '../../sql/month/fill-months.ts';
import { history as shared } from '../../sql/schema/history.ts';

const FILL = fillStationMonths({
  monthOf: (atMs) =>
    `to_char(to_timestamp(${atMs} / 1000.0) AT TIME ZONE contract.zone, 'YYYY-MM')`,
  discountOf: (lines) => `coalesce((SELECT sum((line ->> 'discountMinor')::bigint)
    FROM json_array_elements(${lines}::json) AS line), 0)`,
});

/** With the months of what was sold before. */
export const history: Migration = {
  ...shared.postgres,
  sql: `${shared.postgres.sql} ${FILL} ${FILL_SALE_MONTHS}`,
};
