import type { Migration } from '#sqlite/migration.ts';

/**
 * The deciding state of an owner becomes one row, and a sale one row with its parts: a decision
 * reads and writes few rows. Accounts are derived from transfers alone.
 */
export const packs: Migration = {
  number: 50,
  name: 'packs',
  sql: `
CREATE TABLE pack (
  owner_key TEXT PRIMARY KEY,
  contract_id TEXT NOT NULL,
  limits TEXT NOT NULL CHECK (json_type(limits) = 'array'),
  counters TEXT NOT NULL CHECK (json_type(counters) = 'object'),
  archived_through_ms INTEGER,
  last_sale_at_ms INTEGER
) STRICT;
CREATE INDEX pack_of_contract ON pack (contract_id);

CREATE TABLE limit_place (
  limit_id TEXT PRIMARY KEY,
  owner_key TEXT NOT NULL,
  contract_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE window_archive (
  allowance_key TEXT PRIMARY KEY,
  contract_id TEXT NOT NULL,
  captured INTEGER NOT NULL CHECK (captured BETWEEN 0 AND 9007199254740991),
  held INTEGER NOT NULL CHECK (held BETWEEN 0 AND 9007199254740991),
  leased INTEGER NOT NULL CHECK (leased BETWEEN 0 AND 9007199254740991)
) STRICT, WITHOUT ROWID;

INSERT INTO limit_place
SELECT limit_id, subject_kind || '/' || subject_id, contract_id FROM spending_limit;

-- Counters of limits that are no more stay with their contract.
INSERT OR IGNORE INTO limit_place
SELECT substr(allowance_key, 7, instr(substr(allowance_key, 7), '/') - 1),
  'contract/' || contract_id, contract_id
FROM allowance_counter WHERE allowance_key LIKE 'limit/%';

INSERT INTO pack
WITH counted AS (
  SELECT allowance_counter.*, CASE WHEN allowance_key LIKE 'money/%'
    THEN 'contract/' || allowance_counter.contract_id ELSE limit_place.owner_key END AS owner_key
  FROM allowance_counter LEFT JOIN limit_place
    ON limit_id = substr(allowance_key, 7, instr(substr(allowance_key, 7), '/') - 1)
), owner AS (
  SELECT owner_key, contract_id FROM limit_place
  UNION SELECT owner_key, contract_id FROM counted
  UNION SELECT 'card/' || card_id, contract_id FROM sale
)
SELECT owner_key, contract_id,
  (SELECT json_group_array(json_object('limitId', limit_id, 'subjectKind', subject_kind,
      'subjectId', subject_id, 'scopeKind', scope_kind, 'scopeId', scope_id, 'measure', measure,
      'amount', amount, 'period', period, 'weekdays', 127, 'fromMinute', NULL,
      'toMinute', NULL, 'action', 'decline', 'scheduled', json('[]')))
    FROM (SELECT * FROM spending_limit
      WHERE subject_kind || '/' || subject_id = owner_key ORDER BY limit_id)),
  (SELECT json_group_object(allowance_key, json_array(captured, held, leased))
    FROM counted WHERE counted.owner_key = owner.owner_key),
  NULL,
  (SELECT max(authorized_at_ms) FROM sale WHERE 'card/' || card_id = owner_key)
FROM owner;

DROP TABLE spending_limit;
DROP TABLE allowance_counter;

CREATE TABLE packed_sale (
  sale_id TEXT PRIMARY KEY,
  contract_id TEXT NOT NULL,
  card_id TEXT NOT NULL,
  station_id TEXT NOT NULL,
  workstation_id TEXT NOT NULL,
  operator_id TEXT NOT NULL,
  pump_number INTEGER NOT NULL CHECK (pump_number BETWEEN 0 AND 99),
  product_id TEXT NOT NULL,
  price_minor_per_litre INTEGER NOT NULL CHECK (price_minor_per_litre >= 0),
  vat_rate_bp INTEGER NOT NULL CHECK (vat_rate_bp BETWEEN 0 AND 10000),
  mode TEXT NOT NULL CHECK (mode IN ('online', 'offline')),
  state TEXT NOT NULL CHECK (state IN ('held', 'captured', 'reversed')),
  authorized_at_ms INTEGER NOT NULL CHECK (authorized_at_ms >= 0),
  hold_amount_minor INTEGER NOT NULL CHECK (hold_amount_minor BETWEEN 0 AND 9007199254740991),
  hold_volume_ml INTEGER NOT NULL CHECK (hold_volume_ml BETWEEN 0 AND 9007199254740991),
  closed_at_ms INTEGER,
  amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 0 AND 9007199254740991),
  volume_ml INTEGER NOT NULL CHECK (volume_ml BETWEEN 0 AND 9007199254740991),
  vat_minor INTEGER NOT NULL CHECK (vat_minor BETWEEN 0 AND amount_minor),
  slip_number INTEGER,
  parts TEXT NOT NULL CHECK (json_type(parts) = 'array'),
  digest TEXT,
  CHECK ((state = 'held') = (closed_at_ms IS NULL)),
  CHECK (state = 'captured' OR (amount_minor = 0 AND volume_ml = 0 AND vat_minor = 0))
) STRICT;
INSERT INTO packed_sale
SELECT sale.*,
  (SELECT json_group_array(json_array(allowance_key, measure, held, lease_id))
    FROM (SELECT * FROM sale_part
      WHERE sale_part.sale_id = sale.sale_id ORDER BY part_number)),
  (SELECT digest FROM command_outcome
    WHERE command_id = sale.sale_id AND kind = 'sale.authorize')
FROM sale;
DROP TABLE sale_part;
DROP TABLE sale;
ALTER TABLE packed_sale RENAME TO sale;
CREATE INDEX sale_of_contract ON sale
  (contract_id, authorized_at_ms, sale_id, amount_minor, volume_ml, vat_minor)
  WHERE state = 'captured';
CREATE INDEX sale_of_card ON sale
  (card_id, authorized_at_ms, sale_id, amount_minor, volume_ml, vat_minor)
  WHERE state = 'captured';
CREATE INDEX sale_open ON sale (workstation_id, authorized_at_ms) WHERE state = 'held';

CREATE TABLE free_transfer (
  transfer_id TEXT PRIMARY KEY,
  contract_id TEXT NOT NULL,
  debit_account_id TEXT NOT NULL,
  credit_account_id TEXT NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor BETWEEN 0 AND 9007199254740991),
  pending_minor INTEGER NOT NULL CHECK (pending_minor BETWEEN 0 AND 9007199254740991),
  state TEXT NOT NULL CHECK (state IN ('pending', 'posted', 'voided')),
  at_ms INTEGER NOT NULL,
  memo TEXT NOT NULL,
  CHECK (debit_account_id <> credit_account_id),
  CHECK (state = 'posted' OR amount_minor = 0)
) STRICT, WITHOUT ROWID;
INSERT INTO free_transfer SELECT * FROM transfer;
DROP TABLE transfer;
DROP TABLE account;
ALTER TABLE free_transfer RENAME TO transfer;
CREATE INDEX top_up_of_contract ON transfer (contract_id, at_ms, transfer_id, amount_minor)
  WHERE debit_account_id = 'bank';

ALTER TABLE station ADD COLUMN region_id TEXT;
ALTER TABLE station ADD COLUMN partner_id TEXT;
ALTER TABLE contract ADD COLUMN terms TEXT NOT NULL DEFAULT '{}'
  CHECK (json_type(terms) = 'object');
ALTER TABLE card ADD COLUMN group_id TEXT;
CREATE TABLE card_group (
  group_id TEXT PRIMARY KEY,
  contract_id TEXT NOT NULL,
  name TEXT NOT NULL,
  search TEXT NOT NULL
) STRICT;
CREATE INDEX card_group_order ON card_group (contract_id, search, group_id);
`,
};
