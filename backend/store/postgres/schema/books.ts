import type { Migration } from '#sqlite/migration.ts';

/**
 * The books: lines and refunds of fills, entries that say what they are for, daily closings and
 * locked periods.
 */
export const books: Migration = {
  number: 60,
  name: 'books',
  sql: `
ALTER TABLE sale ADD COLUMN tolerance_ml bigint NOT NULL DEFAULT 0 CHECK (tolerance_ml >= 0);
ALTER TABLE sale ADD COLUMN booked_at_ms bigint;
ALTER TABLE sale ADD COLUMN fee_minor bigint NOT NULL DEFAULT 0
  CHECK (fee_minor BETWEEN 0 AND amount_minor);
ALTER TABLE sale ADD COLUMN refunded_ml bigint NOT NULL DEFAULT 0
  CHECK (refunded_ml BETWEEN 0 AND volume_ml);
ALTER TABLE sale ADD COLUMN voided bigint NOT NULL DEFAULT 0 CHECK (voided IN (0, 1));
-- Null for the fuel alone at its list price: then the other columns say everything.
ALTER TABLE sale ADD COLUMN lines text COLLATE "C"
  CHECK (lines IS NULL OR json_typeof(lines::json) = 'array');
UPDATE sale SET booked_at_ms = authorized_at_ms WHERE state = 'captured';
DROP INDEX sale_of_contract;
DROP INDEX sale_of_card;
CREATE INDEX sale_of_contract ON sale
  (contract_id, booked_at_ms, sale_id, amount_minor, fee_minor, volume_ml, vat_minor)
  WHERE state = 'captured';
CREATE INDEX sale_of_card ON sale
  (card_id, booked_at_ms, sale_id, amount_minor, fee_minor, volume_ml, vat_minor)
  WHERE state = 'captured';

ALTER TABLE transfer ADD COLUMN kind text COLLATE "C" NOT NULL DEFAULT 'sale' CHECK (kind IN
  ('sale', 'fee', 'overrun', 'refund', 'owed', 'top-up', 'storno', 'points', 'voucher'));
-- Null when it is the instant of the books.
ALTER TABLE transfer ADD COLUMN effective_at_ms bigint;
ALTER TABLE transfer ADD COLUMN linked_id text COLLATE "C";
UPDATE transfer SET kind = 'top-up' WHERE debit_account_id = 'bank';
DROP INDEX top_up_of_contract;
CREATE INDEX payment_of_contract ON transfer (contract_id, at_ms, transfer_id, kind, amount_minor)
  WHERE kind IN ('top-up', 'storno', 'owed');
CREATE INDEX transfer_linked ON transfer (linked_id) WHERE linked_id IS NOT NULL;
CREATE INDEX transfer_booked ON transfer (at_ms) WHERE state = 'posted';

CREATE TABLE refund (
  refund_id text COLLATE "C" PRIMARY KEY,
  sale_id text COLLATE "C" NOT NULL,
  contract_id text COLLATE "C" NOT NULL,
  card_id text COLLATE "C" NOT NULL,
  station_id text COLLATE "C" NOT NULL,
  workstation_id text COLLATE "C",
  operator_id text COLLATE "C" NOT NULL,
  refund_to text COLLATE "C" NOT NULL CHECK (refund_to IN ('card', 'account')),
  reason text COLLATE "C" NOT NULL,
  volume_ml bigint NOT NULL CHECK (volume_ml > 0),
  lines text COLLATE "C" NOT NULL CHECK (json_typeof(lines::json) = 'array'),
  amount_minor bigint NOT NULL CHECK (amount_minor BETWEEN 0 AND 9007199254740991),
  vat_minor bigint NOT NULL CHECK (vat_minor BETWEEN 0 AND amount_minor),
  fee_minor bigint NOT NULL CHECK (fee_minor BETWEEN 0 AND amount_minor),
  refunded_at_ms bigint NOT NULL,
  booked_at_ms bigint NOT NULL,
  slip_number bigint
);
CREATE INDEX refund_of_contract ON refund
  (contract_id, booked_at_ms, refund_id, amount_minor, fee_minor, volume_ml, vat_minor);
CREATE INDEX refund_of_card ON refund
  (card_id, booked_at_ms, refund_id, amount_minor, fee_minor, volume_ml, vat_minor);
CREATE INDEX refund_of_sale ON refund (sale_id);

CREATE TABLE account_closing (
  account_id text COLLATE "C" NOT NULL,
  ends_at_ms bigint NOT NULL,
  day text COLLATE "C" NOT NULL,
  debits_minor bigint NOT NULL CHECK (debits_minor BETWEEN 0 AND 9007199254740991),
  credits_minor bigint NOT NULL CHECK (credits_minor BETWEEN 0 AND 9007199254740991),
  PRIMARY KEY (account_id, ends_at_ms)
);
CREATE TABLE closed_day (
  zone text COLLATE "C" PRIMARY KEY,
  before_ms bigint NOT NULL
);

CREATE TABLE period_lock (
  lock_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lock_id text COLLATE "C" NOT NULL UNIQUE,
  through_date text COLLATE "C" NOT NULL,
  before_ms bigint NOT NULL CHECK (before_ms >= 0),
  user_id text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL
);
`,
};
