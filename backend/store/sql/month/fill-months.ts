/** What the engines say differently of a row that was booked. */
interface Words {
  /** The month (`2026-11`) of an instant in the zone of the row's `contract`. */
  monthOf(atMs: string): string;
  /** The discount in a column of lines, which may be null. */
  discountOf(lines: string): string;
}

/** Fills the empty table from all captured sales and refunds that are there. */
export const fillStationMonths = ({ monthOf, discountOf }: Words): string => `
INSERT INTO station_month
SELECT month, station_id, contract_id, product_id, sum(sold), sum(sold * volume_ml),
  sum(sold * (amount_minor - fee_minor)), sum(1 - sold), sum((1 - sold) * volume_ml),
  sum((1 - sold) * (amount_minor - fee_minor)), sum((2 * sold - 1) * fee_minor),
  sum((2 * sold - 1) * discount_minor), sum((2 * sold - 1) * vat_minor)
FROM (
  SELECT ${monthOf('sale.booked_at_ms')} AS month, station_id, sale.contract_id, product_id,
    1 AS sold, volume_ml, amount_minor, fee_minor, vat_minor,
    ${discountOf('sale.lines')} AS discount_minor
  FROM sale JOIN contract ON contract.contract_id = sale.contract_id
  WHERE sale.state = 'captured'
  UNION ALL
  SELECT ${monthOf('refund.booked_at_ms')}, refund.station_id, refund.contract_id, product_id,
    0, refund.volume_ml, refund.amount_minor, refund.fee_minor, refund.vat_minor,
    ${discountOf('refund.lines')}
  FROM refund JOIN sale ON sale.sale_id = refund.sale_id
  JOIN contract ON contract.contract_id = refund.contract_id) AS booked
GROUP BY month, station_id, contract_id, product_id;
`;

/** After the stations': the months of a contract are those of its stations. */
export const FILL_SALE_MONTHS = `
INSERT INTO sale_month
SELECT month, contract_id, product_id, sum(sale_count), sum(volume_ml), sum(sale_minor),
  sum(refund_count), sum(refund_volume_ml), sum(refund_minor), sum(fee_minor),
  sum(discount_minor), sum(vat_minor)
FROM station_month GROUP BY month, contract_id, product_id;
`;
