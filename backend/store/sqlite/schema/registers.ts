import type { Migration } from '#sqlite/migration.ts';

/** What the network consists of. `search` is folded text (domain/text), and the order of lists. */
export const registers: Migration = {
  number: 10,
  name: 'registers',
  sql: `
CREATE TABLE network (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  network_id TEXT NOT NULL,
  name TEXT NOT NULL,
  demonstration INTEGER NOT NULL CHECK (demonstration IN (0, 1)),
  epoch TEXT NOT NULL,
  key_id TEXT NOT NULL,
  signing_private_key TEXT NOT NULL,
  signing_public_key TEXT NOT NULL,
  pan_key TEXT NOT NULL,
  pin_key TEXT NOT NULL
) STRICT;

CREATE TABLE station (
  station_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  country TEXT NOT NULL CHECK (length(country) = 2),
  owner TEXT NOT NULL CHECK (owner IN ('own', 'partner')),
  pump_count INTEGER NOT NULL CHECK (pump_count BETWEEN 0 AND 99),
  address TEXT,
  chain TEXT,
  segment TEXT,
  search TEXT NOT NULL
) STRICT;
CREATE INDEX station_order ON station (search, station_id);

CREATE TABLE product_group (
  group_id TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE product (
  product_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  unit TEXT NOT NULL CHECK (unit IN ('litre', 'kilogram', 'cubic-metre', 'piece')),
  group_id TEXT NOT NULL REFERENCES product_group (group_id),
  search TEXT NOT NULL
) STRICT;
CREATE INDEX product_order ON product (search, product_id);

CREATE TABLE price (
  station_id TEXT NOT NULL REFERENCES station (station_id),
  product_id TEXT NOT NULL REFERENCES product (product_id),
  from_ms INTEGER NOT NULL CHECK (from_ms >= 0),
  price_minor_per_litre INTEGER NOT NULL CHECK (price_minor_per_litre BETWEEN 0 AND 1000000000),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  PRIMARY KEY (station_id, product_id, from_ms)
) STRICT, WITHOUT ROWID;

CREATE TABLE client (
  client_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT NOT NULL CHECK (length(country) = 2),
  tax_id TEXT,
  segment TEXT,
  contact_name TEXT,
  phone TEXT,
  email TEXT,
  search TEXT NOT NULL
) STRICT;
CREATE INDEX client_order ON client (search, client_id);

CREATE TABLE contract (
  contract_id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES client (client_id),
  number TEXT NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  zone TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'signed', 'closed')),
  credit_limit_minor INTEGER NOT NULL CHECK (credit_limit_minor BETWEEN 0 AND 9007199254740991),
  deposits_minor INTEGER NOT NULL CHECK (deposits_minor BETWEEN 0 AND 9007199254740991),
  search TEXT NOT NULL
) STRICT;
CREATE INDEX contract_order ON contract (search, contract_id);
CREATE INDEX contract_of_client ON contract (client_id);

CREATE TABLE card (
  card_id TEXT PRIMARY KEY,
  contract_id TEXT NOT NULL REFERENCES contract (contract_id),
  pan_hash TEXT NOT NULL UNIQUE CHECK (length(pan_hash) = 64),
  pan_masked TEXT NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('active', 'blocked', 'lost', 'returned', 'closed', 'expired')),
  block_reason TEXT CHECK (block_reason IN ('client', 'issuer', 'theft', 'debt', 'pin')),
  expires_on TEXT,
  transaction_max_minor INTEGER CHECK (transaction_max_minor >= 0),
  transaction_max_ml INTEGER CHECK (transaction_max_ml >= 0),
  tank_capacity_ml INTEGER CHECK (tank_capacity_ml >= 0),
  product_ids TEXT CHECK (product_ids IS NULL OR json_type(product_ids) = 'array'),
  station_ids TEXT CHECK (station_ids IS NULL OR json_type(station_ids) = 'array'),
  pin_required INTEGER NOT NULL CHECK (pin_required IN (0, 1)),
  pin_tries_used INTEGER NOT NULL CHECK (pin_tries_used BETWEEN 0 AND 99),
  pin_verifier TEXT,
  offline_policy TEXT NOT NULL CHECK (offline_policy IN ('never', 'home', 'everywhere')),
  holder TEXT,
  vehicle TEXT,
  search TEXT NOT NULL,
  CHECK ((state = 'active') <= (block_reason IS NULL))
) STRICT;
CREATE INDEX card_order ON card (search, card_id);
CREATE INDEX card_of_contract ON card (contract_id, search, card_id);

CREATE TABLE spending_limit (
  limit_id TEXT PRIMARY KEY,
  contract_id TEXT NOT NULL REFERENCES contract (contract_id),
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('card', 'contract')),
  subject_id TEXT NOT NULL,
  scope_kind TEXT NOT NULL CHECK (scope_kind IN ('all', 'group', 'product')),
  scope_id TEXT,
  measure TEXT NOT NULL CHECK (measure IN ('money', 'volume', 'count')),
  amount INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 9007199254740991),
  period TEXT NOT NULL CHECK (period IN ('day', 'week', 'month', 'once')),
  CHECK ((scope_kind = 'all') = (scope_id IS NULL))
) STRICT;
CREATE INDEX limit_of_subject ON spending_limit (subject_kind, subject_id);

CREATE TABLE feed (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  entity TEXT NOT NULL,
  row_id TEXT NOT NULL,
  station_id TEXT,
  first_seq INTEGER,
  scope_seq INTEGER,
  UNIQUE (entity, row_id)
) STRICT;
`,
};
