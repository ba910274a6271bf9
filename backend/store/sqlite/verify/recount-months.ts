import { localMonth } from '#domain/time/local-date.ts';
import type { ReadableDb } from '#sqlite/open.ts';

interface Booked {
  readonly stationId: string;
  readonly productId: string;
  readonly atMs: number;
  readonly sold: 0 | 1;
  readonly volumeMl: number;
  readonly amountMinor: number;
  readonly feeMinor: number;
  readonly vatMinor: number;
  readonly lines: string | null;
}

/** Sums in the order of the table's columns. */
type Sums = readonly number[];

const NOTHING: Sums = [0, 0, 0, 0, 0, 0, 0, 0, 0];

/**
 * Adds the captured sales and the refunds of every contract up by month, station and product, and
 * compares with the sums that are kept; the first month that differs, or null. That the months of a
 * contract are those of its stations is one of `LEDGER_CHECKS`.
 */
export function recountMonths(db: ReadableDb): string | null {
  const sales = db.prepare<[string], Booked>(`
    SELECT station_id AS stationId, product_id AS productId, booked_at_ms AS atMs, 1 AS sold,
      volume_ml AS volumeMl, amount_minor AS amountMinor, fee_minor AS feeMinor,
      vat_minor AS vatMinor, lines
    FROM sale WHERE contract_id = ? AND state = 'captured'`);
  const refunds = db.prepare<[string], Booked>(`
    SELECT refund.station_id AS stationId, product_id AS productId,
      refund.booked_at_ms AS atMs, 0 AS sold, refund.volume_ml AS volumeMl,
      refund.amount_minor AS amountMinor, refund.fee_minor AS feeMinor,
      refund.vat_minor AS vatMinor, refund.lines
    FROM refund JOIN sale USING (sale_id) WHERE refund.contract_id = ?`);
  const kept = db.prepare<[string], [string, string, string, ...number[]]>(
    `SELECT month, station_id, product_id, sale_count, volume_ml, sale_minor, refund_count,
      refund_volume_ml, refund_minor, fee_minor, discount_minor, vat_minor
    FROM station_month WHERE contract_id = ?`,
  );
  for (const { contractId, zone } of contracts(db)) {
    const found = new Map<string, Sums>();
    for (const one of sales.iterate(contractId)) count(one, zone, found);
    for (const one of refunds.iterate(contractId)) count(one, zone, found);
    const rows = kept.raw().all(contractId) as [string, string, string, ...number[]][];
    const there = new Map(
      rows.map(([month, station, product, ...sums]) => {
        return [keyOf(month, station, product), sums];
      }),
    );
    for (const key of new Set([...found.keys(), ...there.keys()])) {
      const [is, was] = [there.get(key) ?? NOTHING, found.get(key) ?? NOTHING];
      if (is.join() === was.join()) continue;
      return `the month ${key} of contract ${contractId} is kept as ${is.join()}, sold were ${was.join()}`;
    }
  }
  return null;
}

/** All contracts, and those that only a month names. */
function contracts(db: ReadableDb): readonly { contractId: string; zone: string }[] {
  return db
    .prepare<[], { contractId: string; zone: string }>(
      `SELECT contract_id AS contractId, coalesce(zone, 'UTC') AS zone
      FROM (SELECT contract_id FROM contract UNION SELECT contract_id FROM station_month)
      LEFT JOIN contract USING (contract_id) ORDER BY contract_id`,
    )
    .all();
}

function count(one: Booked, zone: string, found: Map<string, Sums>): void {
  const key = keyOf(localMonth(one.atMs, zone), one.stationId, one.productId);
  const before = found.get(key) ?? NOTHING;
  const { sold, volumeMl, feeMinor, vatMinor } = one;
  const fuelMinor = one.amountMinor - feeMinor;
  const counts = sold === 1 ? [1, volumeMl, fuelMinor, 0, 0, 0] : [0, 0, 0, 1, volumeMl, fuelMinor];
  const sign = sold === 1 ? 1 : -1;
  const sums = [...counts, sign * feeMinor, sign * discountOf(one.lines), sign * vatMinor];
  found.set(
    key,
    before.map((sum, place) => sum + (sums[place] ?? 0)),
  );
}

function discountOf(lines: string | null): number {
  if (lines === null) return 0;
  // The column's CHECK holds its outer form.
  const parsed = JSON.parse(lines) as readonly { discountMinor?: number }[];
  return parsed.reduce((sum, line) => sum + (line.discountMinor ?? 0), 0);
}

function keyOf(month: string, stationId: string, productId: string): string {
  return `${month} at ${stationId} of ${productId}`;
}
