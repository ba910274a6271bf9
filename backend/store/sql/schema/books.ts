import { sharedStep, type Ddl } from './ddl.ts';

const linesAndRefunds = ({ int, text, rows, wrap, jsonType }: Ddl): string => `
ALTER TABLE sale ADD COLUMN tolerance_ml ${int} NOT NULL DEFAULT 0 CHECK (tolerance_ml >= 0);
ALTER TABLE sale ADD COLUMN booked_at_ms ${int};
ALTER TABLE sale ADD COLUMN fee_minor ${int} NOT NULL DEFAULT 0
  CHECK (fee_minor BETWEEN 0 AND amount_minor);
ALTER TABLE sale ADD COLUMN refunded_ml ${int} NOT NULL DEFAULT 0
  CHECK (refunded_ml BETWEEN 0 AND volume_ml);
ALTER TABLE sale ADD COLUMN voided ${int} NOT NULL DEFAULT 0 CHECK (voided IN (0, 1));
-- Null for the fuel alone at its list price: then the other columns say everything.
ALTER TABLE sale ADD COLUMN lines ${text}${wrap}CHECK (lines IS NULL OR ${jsonType('lines')} = 'array');
UPDATE sale SET booked_at_ms = authorized_at_ms WHERE state = 'captured';
DROP INDEX sale_of_contract;
DROP INDEX sale_of_card;
CREATE INDEX sale_of_contract ON sale
  (contract_id, booked_at_ms, sale_id, amount_minor, fee_minor, volume_ml, vat_minor)
  WHERE state = 'captured';
CREATE INDEX sale_of_card ON sale
  (card_id, booked_at_ms, sale_id, amount_minor, fee_minor, volume_ml, vat_minor)
  WHERE state = 'captured';

ALTER TABLE transfer ADD COLUMN kind ${text} NOT NULL DEFAULT 'sale' CHECK (kind IN
  ('sale', 'fee', 'overrun', 'refund', 'owed', 'top-up', 'storno', 'points', 'voucher'));
-- Null when it is the instant of the books.
ALTER TABLE transfer ADD COLUMN effective_at_ms ${int};
ALTER TABLE transfer ADD COLUMN linked_id ${text};
UPDATE transfer SET kind = 'top-up' WHERE debit_account_id = 'bank';
DROP INDEX top_up_of_contract;
CREATE INDEX payment_of_contract ON transfer (contract_id, at_ms, transfer_id, kind, amount_minor)
  WHERE kind IN ('top-up', 'storno', 'owed');
CREATE INDEX transfer_linked ON transfer (linked_id) WHERE linked_id IS NOT NULL;
CREATE INDEX transfer_booked ON transfer (at_ms) WHERE state = 'posted';

CREATE TABLE refund (
  refund_id ${text} PRIMARY KEY,
  sale_id ${text} NOT NULL,
  contract_id ${text} NOT NULL,
  card_id ${text} NOT NULL,
  station_id ${text} NOT NULL,
  workstation_id ${text},
  operator_id ${text} NOT NULL,
  refund_to ${text} NOT NULL CHECK (refund_to IN ('card', 'account')),
  reason ${text} NOT NULL,
  volume_ml ${int} NOT NULL CHECK (volume_ml > 0),
  lines ${text} NOT NULL CHECK (${jsonType('lines')} = 'array'),
  amount_minor ${int} NOT NULL CHECK (amount_minor BETWEEN 0 AND 9007199254740991),
  vat_minor ${int} NOT NULL CHECK (vat_minor BETWEEN 0 AND amount_minor),
  fee_minor ${int} NOT NULL CHECK (fee_minor BETWEEN 0 AND amount_minor),
  refunded_at_ms ${int} NOT NULL,
  booked_at_ms ${int} NOT NULL,
  slip_number ${int}
)${rows};
CREATE INDEX refund_of_contract ON refund
  (contract_id, booked_at_ms, refund_id, amount_minor, fee_minor, volume_ml, vat_minor);
CREATE INDEX refund_of_card ON refund
  (card_id, booked_at_ms, refund_id, amount_minor, fee_minor, volume_ml, vat_minor);
CREATE INDEX refund_of_sale ON refund (sale_id);
`;

const closingsAndLocks = ({ int, text, counted, rows, keyed }: Ddl): string => `
CREATE TABLE account_closing (
  account_id ${text} NOT NULL,
  ends_at_ms ${int} NOT NULL,
  day ${text} NOT NULL,
  debits_minor ${int} NOT NULL CHECK (debits_minor BETWEEN 0 AND 9007199254740991),
  credits_minor ${int} NOT NULL CHECK (credits_minor BETWEEN 0 AND 9007199254740991),
  PRIMARY KEY (account_id, ends_at_ms)
)${keyed};
CREATE TABLE closed_day (
  zone ${text} PRIMARY KEY,
  before_ms ${int} NOT NULL
)${keyed};

CREATE TABLE period_lock (
  lock_number ${counted},
  lock_id ${text} NOT NULL UNIQUE,
  through_date ${text} NOT NULL,
  before_ms ${int} NOT NULL CHECK (before_ms >= 0),
  user_id ${text} NOT NULL,
  reason ${text} NOT NULL,
  at_ms ${int} NOT NULL
)${rows};
`;

/**
 * The books: lines and refunds of fills, entries that say what they are for, daily closings and
 * locked periods.
 */
export const books = sharedStep(60, 'books', (ddl) => linesAndRefunds(ddl) + closingsAndLocks(ddl));
