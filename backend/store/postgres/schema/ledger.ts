import type { Migration } from '#sqlite/migration.ts';

/**
 * What is spent. Every hot table carries contract_id, so that it can be divided by it
 * (architecture §10).
 */
export const ledger: Migration = {
  number: 20,
  name: 'ledger',
  sql: `
CREATE TABLE refused_sale (
  sale_id text COLLATE "C" PRIMARY KEY,
  at_ms bigint NOT NULL
);
CREATE TABLE card_visit (
  card_id text COLLATE "C" NOT NULL REFERENCES card (card_id),
  station_id text COLLATE "C" NOT NULL,
  contract_id text COLLATE "C" NOT NULL,
  sale_count bigint NOT NULL CHECK (sale_count > 0),
  last_at_ms bigint NOT NULL,
  PRIMARY KEY (card_id, station_id)
);
CREATE TABLE lease (
  lease_id text COLLATE "C" PRIMARY KEY,
  allowance_key text COLLATE "C" NOT NULL,
  contract_id text COLLATE "C" NOT NULL REFERENCES contract (contract_id),
  card_id text COLLATE "C" REFERENCES card (card_id),
  workstation_id text COLLATE "C" NOT NULL,
  measure text COLLATE "C" NOT NULL CHECK (measure IN ('money', 'volume', 'count')),
  granted bigint NOT NULL CHECK (granted BETWEEN 0 AND 9007199254740991),
  issued_at_ms bigint NOT NULL,
  valid_from_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL,
  spent bigint NOT NULL CHECK (spent >= 0),
  returned bigint NOT NULL CHECK (returned BETWEEN 0 AND granted),
  CHECK (valid_from_ms < expires_at_ms)
);
CREATE INDEX lease_alive ON lease (workstation_id, contract_id, expires_at_ms)
  WHERE granted > spent + returned;
CREATE INDEX lease_of_allowance ON lease (allowance_key) WHERE granted > spent + returned;
CREATE TABLE lease_return (
  return_id text COLLATE "C" PRIMARY KEY,
  lease_id text COLLATE "C" NOT NULL REFERENCES lease (lease_id),
  quantity bigint NOT NULL CHECK (quantity >= 0),
  at_ms bigint NOT NULL
);
CREATE TABLE exposure (
  exposure_id text COLLATE "C" PRIMARY KEY,
  allowance_key text COLLATE "C" NOT NULL,
  contract_id text COLLATE "C" NOT NULL REFERENCES contract (contract_id),
  measure text COLLATE "C" NOT NULL CHECK (measure IN ('money', 'volume', 'count')),
  quantity bigint NOT NULL CHECK (quantity > 0),
  sale_id text COLLATE "C",
  workstation_id text COLLATE "C",
  at_ms bigint NOT NULL
);
CREATE INDEX exposure_of_allowance ON exposure (allowance_key);
CREATE TABLE command_outcome (
  command_id text COLLATE "C" PRIMARY KEY,
  contract_id text COLLATE "C",
  kind text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL,
  outcome text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL
);
CREATE TABLE command_answer (
  command_id text COLLATE "C" PRIMARY KEY,
  digest text COLLATE "C" NOT NULL,
  answer text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL
);
CREATE TABLE pack (
  owner_key text COLLATE "C" PRIMARY KEY,
  contract_id text COLLATE "C" NOT NULL,
  limits text COLLATE "C" NOT NULL CHECK (json_typeof(limits::json) = 'array'),
  counters text COLLATE "C" NOT NULL CHECK (json_typeof(counters::json) = 'object'),
  archived_through_ms bigint,
  last_sale_at_ms bigint
);
CREATE INDEX pack_of_contract ON pack (contract_id);
CREATE TABLE limit_place (
  limit_id text COLLATE "C" PRIMARY KEY,
  owner_key text COLLATE "C" NOT NULL,
  contract_id text COLLATE "C" NOT NULL
);
CREATE TABLE window_archive (
  allowance_key text COLLATE "C" PRIMARY KEY,
  contract_id text COLLATE "C" NOT NULL,
  captured bigint NOT NULL CHECK (captured BETWEEN 0 AND 9007199254740991),
  held bigint NOT NULL CHECK (held BETWEEN 0 AND 9007199254740991),
  leased bigint NOT NULL CHECK (leased BETWEEN 0 AND 9007199254740991)
);
CREATE TABLE sale (
  sale_id text COLLATE "C" PRIMARY KEY,
  contract_id text COLLATE "C" NOT NULL,
  card_id text COLLATE "C" NOT NULL,
  station_id text COLLATE "C" NOT NULL,
  workstation_id text COLLATE "C" NOT NULL,
  operator_id text COLLATE "C" NOT NULL,
  pump_number bigint NOT NULL CHECK (pump_number BETWEEN 0 AND 99),
  product_id text COLLATE "C" NOT NULL,
  price_minor_per_litre bigint NOT NULL CHECK (price_minor_per_litre >= 0),
  vat_rate_bp bigint NOT NULL CHECK (vat_rate_bp BETWEEN 0 AND 10000),
  mode text COLLATE "C" NOT NULL CHECK (mode IN ('online', 'offline')),
  state text COLLATE "C" NOT NULL CHECK (state IN ('held', 'captured', 'reversed')),
  authorized_at_ms bigint NOT NULL CHECK (authorized_at_ms >= 0),
  hold_amount_minor bigint NOT NULL CHECK (hold_amount_minor BETWEEN 0 AND 9007199254740991),
  hold_volume_ml bigint NOT NULL CHECK (hold_volume_ml BETWEEN 0 AND 9007199254740991),
  closed_at_ms bigint,
  amount_minor bigint NOT NULL CHECK (amount_minor BETWEEN 0 AND 9007199254740991),
  volume_ml bigint NOT NULL CHECK (volume_ml BETWEEN 0 AND 9007199254740991),
  vat_minor bigint NOT NULL CHECK (vat_minor BETWEEN 0 AND amount_minor),
  slip_number bigint,
  parts text COLLATE "C" NOT NULL CHECK (json_typeof(parts::json) = 'array'),
  digest text COLLATE "C",
  CHECK ((state = 'held') = (closed_at_ms IS NULL)),
  CHECK (state = 'captured' OR (amount_minor = 0 AND volume_ml = 0 AND vat_minor = 0))
);
CREATE INDEX sale_of_contract ON sale
  (contract_id, authorized_at_ms, sale_id, amount_minor, volume_ml, vat_minor)
  WHERE state = 'captured';
CREATE INDEX sale_of_card ON sale
  (card_id, authorized_at_ms, sale_id, amount_minor, volume_ml, vat_minor)
  WHERE state = 'captured';
CREATE INDEX sale_open ON sale (workstation_id, authorized_at_ms) WHERE state = 'held';
CREATE TABLE transfer (
  transfer_id text COLLATE "C" PRIMARY KEY,
  contract_id text COLLATE "C" NOT NULL,
  debit_account_id text COLLATE "C" NOT NULL,
  credit_account_id text COLLATE "C" NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor BETWEEN 0 AND 9007199254740991),
  pending_minor bigint NOT NULL CHECK (pending_minor BETWEEN 0 AND 9007199254740991),
  state text COLLATE "C" NOT NULL CHECK (state IN ('pending', 'posted', 'voided')),
  at_ms bigint NOT NULL,
  memo text COLLATE "C" NOT NULL,
  CHECK (debit_account_id <> credit_account_id),
  CHECK (state = 'posted' OR amount_minor = 0)
);
CREATE INDEX top_up_of_contract ON transfer (contract_id, at_ms, transfer_id, amount_minor)
  WHERE debit_account_id = 'bank';
CREATE TABLE lost_lease (
  lease_id text COLLATE "C" PRIMARY KEY,
  contract_id text COLLATE "C" NOT NULL,
  allowance_key text COLLATE "C" NOT NULL,
  workstation_id text COLLATE "C" NOT NULL,
  measure text COLLATE "C" NOT NULL CHECK (measure IN ('money', 'volume', 'count')),
  quantity bigint NOT NULL CHECK (quantity > 0),
  reach bigint NOT NULL CHECK (reach >= quantity),
  at_ms bigint NOT NULL
);
CREATE TABLE asset (
  asset_key text COLLATE "C" PRIMARY KEY,
  contract_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  body text COLLATE "C" NOT NULL
);
CREATE INDEX asset_of_contract ON asset (contract_id, kind, asset_key);
`,
};
