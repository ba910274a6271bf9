import type { Migration } from '#sqlite/migration.ts';

/**
 * The books: lines and refunds of fills, entries that say what they are for, daily closings and
 * locked periods.
 */
export const books: Migration = {
  number: 60,
  name: 'books',
  sql: `
ALTER TABLE sale ADD COLUMN tolerance_ml INTEGER NOT NULL DEFAULT 0 CHECK (tolerance_ml >= 0);
ALTER TABLE sale ADD COLUMN booked_at_ms INTEGER;
ALTER TABLE sale ADD COLUMN fee_minor INTEGER NOT NULL DEFAULT 0
  CHECK (fee_minor BETWEEN 0 AND amount_minor);
ALTER TABLE sale ADD COLUMN refunded_ml INTEGER NOT NULL DEFAULT 0
  CHECK (refunded_ml BETWEEN 0 AND volume_ml);
ALTER TABLE sale ADD COLUMN voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1));
-- Null for the fuel alone at its list price: then the other columns say everything.
ALTER TABLE sale ADD COLUMN lines TEXT CHECK (lines IS NULL OR json_type(lines) = 'array');
UPDATE sale SET booked_at_ms = authorized_at_ms WHERE state = 'captured';
DROP INDEX sale_of_contract;
DROP INDEX sale_of_card;
CREATE INDEX sale_of_contract ON sale
  (contract_id, booked_at_ms, sale_id, amount_minor, fee_minor, volume_ml, vat_minor)
  WHERE state = 'captured';
CREATE INDEX sale_of_card ON sale
  (card_id, booked_at_ms, sale_id, amount_minor, fee_minor, volume_ml, vat_minor)
  WHERE state = 'captured';

ALTER TABLE transfer ADD COLUMN kind TEXT NOT NULL DEFAULT 'sale' CHECK (kind IN
  ('sale', 'fee', 'overrun', 'refund', 'owed', 'top-up', 'storno', 'points', 'voucher'));
-- Null when it is the instant of the books.
ALTER TABLE transfer ADD COLUMN effective_at_ms INTEGER;
ALTER TABLE transfer ADD COLUMN linked_id TEXT;
UPDATE transfer SET kind = 'top-up' WHERE debit_account_id = 'bank';
DROP INDEX top_up_of_contract;
CREATE INDEX payment_of_contract ON transfer (contract_id, at_ms, transfer_id, kind, amount_minor)
  WHERE kind IN ('top-up', 'storno', 'owed');
CREATE INDEX transfer_linked ON transfer (linked_id) WHERE linked_id IS NOT NULL;
CREATE INDEX transfer_booked ON transfer (at_ms) WHERE state = 'posted';

CREATE TABLE refund (
  refund_id TEXT PRIMARY KEY,
  sale_id TEXT NOT NULL,
  contract_id TEXT NOT NULL,
  card_id TEXT NOT NULL,
  station_id TEXT NOT NULL,
  workstation_id TEXT,
  operator_id TEXT NOT NULL,
  refund_to TEXT NOT NULL CHECK (refund_to IN ('card', 'account')),
  reason TEXT NOT NULL,
  volume_ml INTEGER NOT NULL CHECK (volume_ml > 0),
  lines TEXT NOT NULL CHECK (json_type(lines) = 'array'),
  amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 0 AND 9007199254740991),
  vat_minor INTEGER NOT NULL CHECK (vat_minor BETWEEN 0 AND amount_minor),
  fee_minor INTEGER NOT NULL CHECK (fee_minor BETWEEN 0 AND amount_minor),
  refunded_at_ms INTEGER NOT NULL,
  booked_at_ms INTEGER NOT NULL,
  slip_number INTEGER
) STRICT;
CREATE INDEX refund_of_contract ON refund
  (contract_id, booked_at_ms, refund_id, amount_minor, fee_minor, volume_ml, vat_minor);
CREATE INDEX refund_of_card ON refund
  (card_id, booked_at_ms, refund_id, amount_minor, fee_minor, volume_ml, vat_minor);
CREATE INDEX refund_of_sale ON refund (sale_id);

CREATE TABLE account_closing (
  account_id TEXT NOT NULL,
  ends_at_ms INTEGER NOT NULL,
  day TEXT NOT NULL,
  debits_minor INTEGER NOT NULL CHECK (debits_minor BETWEEN 0 AND 9007199254740991),
  credits_minor INTEGER NOT NULL CHECK (credits_minor BETWEEN 0 AND 9007199254740991),
  PRIMARY KEY (account_id, ends_at_ms)
) STRICT, WITHOUT ROWID;
CREATE TABLE closed_day (
  zone TEXT PRIMARY KEY,
  before_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE period_lock (
  lock_number INTEGER PRIMARY KEY,
  lock_id TEXT NOT NULL UNIQUE,
  through_date TEXT NOT NULL,
  before_ms INTEGER NOT NULL CHECK (before_ms >= 0),
  user_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
`,
};
