import { sharedStep, type Ddl } from './ddl.ts';

const sums = ({ int }: Ddl): string => `
  sale_count ${int} NOT NULL CHECK (sale_count >= 0),
  volume_ml ${int} NOT NULL CHECK (volume_ml >= 0),
  sale_minor ${int} NOT NULL CHECK (sale_minor >= 0),
  refund_count ${int} NOT NULL CHECK (refund_count >= 0),
  refund_volume_ml ${int} NOT NULL CHECK (refund_volume_ml >= 0),
  refund_minor ${int} NOT NULL CHECK (refund_minor >= 0),
  -- Less what refunds of the month gave back, perhaps of an earlier one.
  fee_minor ${int} NOT NULL,
  discount_minor ${int} NOT NULL,
  vat_minor ${int} NOT NULL`;

/**
 * What years of operations are asked for: sums by month, kept with every capture and refund, and
 * what single operations are searched by. A month leads its key, so that the rows of the running
 * one lie together.
 */
export const history = sharedStep(120, 'history', (ddl) => {
  const { text, keyed } = ddl;
  return `
CREATE TABLE sale_month (
  month ${text} NOT NULL CHECK (length(month) = 7),
  contract_id ${text} NOT NULL,
  product_id ${text} NOT NULL,
  ${sums(ddl)},
  PRIMARY KEY (month, contract_id, product_id)
)${keyed};
CREATE TABLE station_month (
  month ${text} NOT NULL CHECK (length(month) = 7),
  station_id ${text} NOT NULL,
  contract_id ${text} NOT NULL,
  product_id ${text} NOT NULL,
  ${sums(ddl)},
  PRIMARY KEY (month, station_id, contract_id, product_id)
)${keyed};
CREATE INDEX station_month_of_contract ON station_month (contract_id, month);

CREATE INDEX sale_of_station ON sale (station_id, booked_at_ms) WHERE state = 'captured';
CREATE INDEX sale_slip ON sale (slip_number, booked_at_ms)
  WHERE state = 'captured' AND slip_number IS NOT NULL;
CREATE INDEX sale_amount ON sale (amount_minor, booked_at_ms) WHERE state = 'captured';
CREATE INDEX refund_slip ON refund (slip_number, booked_at_ms) WHERE slip_number IS NOT NULL;
CREATE INDEX refund_amount ON refund (amount_minor, booked_at_ms);
CREATE INDEX payment_amount ON transfer (amount_minor, at_ms)
  WHERE kind IN ('top-up', 'storno', 'owed');
`;
});
