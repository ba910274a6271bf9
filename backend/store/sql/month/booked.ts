/** What the engines say differently of a row that was booked. */
interface Words {
  /** The month (`2026-11`) of an instant in the zone of the row's `contract`. */
  monthOf(atMs: string): string;
  /** The discount in a column of lines, which may be null. */
  discountOf(lines: string): string;
}

/**
 * All captured sales and refunds as rows of `station_month`, one for each; for the step of the
 * schema that fills it.
 */
export const bookedRows = ({ monthOf, discountOf }: Words): string => `
  SELECT month, station_id, contract_id, product_id, sold AS sale_count,
    sold * volume_ml AS volume_ml, sold * (amount_minor - fee_minor) AS sale_minor,
    1 - sold AS refund_count, (1 - sold) * volume_ml AS refund_volume_ml,
    (1 - sold) * (amount_minor - fee_minor) AS refund_minor,
    (2 * sold - 1) * fee_minor AS fee_minor, (2 * sold - 1) * discount_minor AS discount_minor,
    (2 * sold - 1) * vat_minor AS vat_minor
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
    JOIN contract ON contract.contract_id = refund.contract_id) AS booked`;
