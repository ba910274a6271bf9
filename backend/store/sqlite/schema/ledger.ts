import type { Migration } from '#sqlite/migration.ts';

/**
 * What is spent. Every hot table carries contract_id, so that it can be divided by it
 * (architecture §10).
 */
export const ledger: Migration = {
  number: 20,
  name: 'ledger',
  sql: `
CREATE TABLE allowance_counter (
  allowance_key TEXT PRIMARY KEY,
  contract_id TEXT NOT NULL REFERENCES contract (contract_id),
  captured INTEGER NOT NULL CHECK (captured BETWEEN 0 AND 9007199254740991),
  held INTEGER NOT NULL CHECK (held BETWEEN 0 AND 9007199254740991),
  leased INTEGER NOT NULL CHECK (leased BETWEEN 0 AND 9007199254740991)
) STRICT, WITHOUT ROWID;
CREATE INDEX counter_leased ON allowance_counter (allowance_key) WHERE leased > 0;

CREATE TABLE sale (
  sale_id TEXT PRIMARY KEY,
  contract_id TEXT NOT NULL REFERENCES contract (contract_id),
  card_id TEXT NOT NULL REFERENCES card (card_id),
  station_id TEXT NOT NULL,
  workstation_id TEXT NOT NULL,
  operator_id TEXT NOT NULL,
  pump_number INTEGER NOT NULL CHECK (pump_number BETWEEN 0 AND 99),
  product_id TEXT NOT NULL REFERENCES product (product_id),
  price_minor_per_litre INTEGER NOT NULL CHECK (price_minor_per_litre >= 0),
  vat_rate_bp INTEGER NOT NULL CHECK (vat_rate_bp BETWEEN 0 AND 10000),
  mode TEXT NOT NULL CHECK (mode IN ('online', 'offline')),
  state TEXT NOT NULL CHECK (state IN ('held', 'captured', 'reversed')),
  authorized_at_ms INTEGER NOT NULL CHECK (authorized_at_ms >= 0),
  hold_amount_minor INTEGER NOT NULL CHECK (hold_amount_minor BETWEEN 0 AND 9007199254740991),
  hold_volume_ml INTEGER NOT NULL CHECK (hold_volume_ml BETWEEN 0 AND 9007199254740991),
  closed_at_ms INTEGER,
  amount_minor INTEGER NOT NULL,
  volume_ml INTEGER NOT NULL,
  vat_minor INTEGER NOT NULL,
  slip_number INTEGER,
  CHECK (amount_minor BETWEEN 0 AND hold_amount_minor),
  CHECK (volume_ml BETWEEN 0 AND hold_volume_ml),
  CHECK (vat_minor BETWEEN 0 AND amount_minor),
  CHECK ((state = 'held') = (closed_at_ms IS NULL)),
  CHECK (state = 'captured' OR (amount_minor = 0 AND volume_ml = 0 AND vat_minor = 0))
) STRICT;
CREATE INDEX sale_of_contract ON sale
  (contract_id, authorized_at_ms, sale_id, amount_minor, volume_ml, vat_minor)
  WHERE state = 'captured';
CREATE INDEX sale_of_card ON sale
  (card_id, authorized_at_ms, sale_id, amount_minor, volume_ml, vat_minor)
  WHERE state = 'captured';
CREATE INDEX sale_open ON sale (workstation_id, authorized_at_ms) WHERE state = 'held';

CREATE TABLE sale_part (
  sale_id TEXT NOT NULL REFERENCES sale (sale_id),
  part_number INTEGER NOT NULL CHECK (part_number >= 0),
  contract_id TEXT NOT NULL,
  allowance_key TEXT NOT NULL,
  measure TEXT NOT NULL CHECK (measure IN ('money', 'volume', 'count')),
  held INTEGER NOT NULL CHECK (held BETWEEN 0 AND 9007199254740991),
  lease_id TEXT,
  PRIMARY KEY (sale_id, part_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE refused_sale (
  sale_id TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE card_visit (
  card_id TEXT NOT NULL REFERENCES card (card_id),
  station_id TEXT NOT NULL,
  contract_id TEXT NOT NULL,
  sale_count INTEGER NOT NULL CHECK (sale_count > 0),
  last_at_ms INTEGER NOT NULL,
  PRIMARY KEY (card_id, station_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  account_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('contract', 'revenue', 'bank')),
  debits_posted_minor INTEGER NOT NULL CHECK (debits_posted_minor BETWEEN 0 AND 9007199254740991),
  credits_posted_minor INTEGER NOT NULL CHECK (credits_posted_minor BETWEEN 0 AND 9007199254740991),
  debits_pending_minor INTEGER NOT NULL CHECK (debits_pending_minor BETWEEN 0 AND 9007199254740991),
  credits_pending_minor INTEGER NOT NULL CHECK (credits_pending_minor BETWEEN 0 AND 9007199254740991)
) STRICT, WITHOUT ROWID;

CREATE TABLE transfer (
  transfer_id TEXT PRIMARY KEY,
  contract_id TEXT NOT NULL REFERENCES contract (contract_id),
  debit_account_id TEXT NOT NULL REFERENCES account (account_id),
  credit_account_id TEXT NOT NULL REFERENCES account (account_id),
  amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 0 AND 9007199254740991),
  pending_minor INTEGER NOT NULL CHECK (pending_minor BETWEEN 0 AND 9007199254740991),
  state TEXT NOT NULL CHECK (state IN ('pending', 'posted', 'voided')),
  at_ms INTEGER NOT NULL,
  memo TEXT NOT NULL,
  CHECK (debit_account_id <> credit_account_id),
  CHECK (state = 'posted' OR amount_minor = 0)
) STRICT;
CREATE INDEX top_up_of_contract ON transfer (contract_id, at_ms, transfer_id, amount_minor)
  WHERE debit_account_id = 'bank';

CREATE TABLE lease (
  lease_id TEXT PRIMARY KEY,
  allowance_key TEXT NOT NULL,
  contract_id TEXT NOT NULL REFERENCES contract (contract_id),
  card_id TEXT REFERENCES card (card_id),
  workstation_id TEXT NOT NULL,
  measure TEXT NOT NULL CHECK (measure IN ('money', 'volume', 'count')),
  granted INTEGER NOT NULL CHECK (granted BETWEEN 0 AND 9007199254740991),
  issued_at_ms INTEGER NOT NULL,
  valid_from_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  spent INTEGER NOT NULL CHECK (spent >= 0),
  returned INTEGER NOT NULL CHECK (returned BETWEEN 0 AND granted),
  CHECK (valid_from_ms < expires_at_ms)
) STRICT;
CREATE INDEX lease_outstanding ON lease (workstation_id, contract_id)
  WHERE granted > spent + returned;

CREATE TABLE lease_return (
  return_id TEXT PRIMARY KEY,
  lease_id TEXT NOT NULL REFERENCES lease (lease_id),
  quantity INTEGER NOT NULL CHECK (quantity >= 0),
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE exposure (
  exposure_id TEXT PRIMARY KEY,
  allowance_key TEXT NOT NULL,
  contract_id TEXT NOT NULL REFERENCES contract (contract_id),
  measure TEXT NOT NULL CHECK (measure IN ('money', 'volume', 'count')),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  sale_id TEXT,
  workstation_id TEXT,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX exposure_of_allowance ON exposure (allowance_key);

CREATE TABLE command_outcome (
  command_id TEXT PRIMARY KEY,
  contract_id TEXT,
  kind TEXT NOT NULL,
  digest TEXT NOT NULL,
  outcome TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE command_answer (
  command_id TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  answer TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
