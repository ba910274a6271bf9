import type { Migration } from '#sqlite/migration.ts';
import { SUMS_OF_ROWS } from '../../sql/month/add-months.ts';
import { bookedRows } from '../../sql/month/booked.ts';
import { history as shared } from '../../sql/schema/history.ts';

const BOOKED = bookedRows({
  monthOf: (atMs) =>
    `to_char(to_timestamp(${atMs} / 1000.0) AT TIME ZONE contract.zone, 'YYYY-MM')`,
  discountOf: (lines) => `coalesce((SELECT sum((line ->> 'discountMinor')::bigint)
    FROM json_array_elements(${lines}::json) AS line), 0)`,
});

const FILL = `
INSERT INTO station_month
SELECT month, station_id, contract_id, product_id, ${SUMS_OF_ROWS} FROM (${BOOKED}) AS one
GROUP BY month, station_id, contract_id, product_id;
INSERT INTO sale_month
SELECT month, contract_id, product_id, ${SUMS_OF_ROWS} FROM station_month
GROUP BY month, contract_id, product_id;
`;

/** With the months of what was sold before. */
export const history: Migration = {
  ...shared.postgres,
  sql: `${shared.postgres.sql} ${FILL}`,
};
