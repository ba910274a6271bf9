import type { Migration } from '#sqlite/migration.ts';

/** What the network consists of, and the feed of what changed in it. */
export const registers: Migration = {
  number: 10,
  name: 'registers',
  sql: `
CREATE TABLE network (
  id bigint PRIMARY KEY CHECK (id = 1),
  network_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  demonstration bigint NOT NULL CHECK (demonstration IN (0, 1)),
  epoch text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  signing_private_key text COLLATE "C" NOT NULL,
  signing_public_key text COLLATE "C" NOT NULL,
  pan_key text COLLATE "C" NOT NULL,
  pin_key text COLLATE "C" NOT NULL
);
CREATE TABLE station (
  station_id text COLLATE "C" PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  zone text COLLATE "C" NOT NULL,
  country text COLLATE "C" NOT NULL CHECK (length(country) = 2),
  owner text COLLATE "C" NOT NULL CHECK (owner IN ('own', 'partner')),
  pump_count bigint NOT NULL CHECK (pump_count BETWEEN 0 AND 99),
  address text COLLATE "C",
  chain text COLLATE "C",
  segment text COLLATE "C",
  search text COLLATE "C" NOT NULL
, region_id text COLLATE "C", partner_id text COLLATE "C");
CREATE INDEX station_order ON station (search, station_id);
CREATE TABLE product_group (
  group_id text COLLATE "C" PRIMARY KEY,
  name text COLLATE "C" NOT NULL
);
CREATE TABLE product (
  product_id text COLLATE "C" PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  unit text COLLATE "C" NOT NULL CHECK (unit IN ('litre', 'kilogram', 'cubic-metre', 'piece')),
  group_id text COLLATE "C" NOT NULL REFERENCES product_group (group_id),
  search text COLLATE "C" NOT NULL
);
CREATE INDEX product_order ON product (search, product_id);
CREATE TABLE price (
  station_id text COLLATE "C" NOT NULL REFERENCES station (station_id),
  product_id text COLLATE "C" NOT NULL REFERENCES product (product_id),
  from_ms bigint NOT NULL CHECK (from_ms >= 0),
  price_minor_per_litre bigint NOT NULL CHECK (price_minor_per_litre BETWEEN 0 AND 1000000000),
  currency text COLLATE "C" NOT NULL CHECK (length(currency) = 3),
  PRIMARY KEY (station_id, product_id, from_ms)
);
CREATE TABLE client (
  client_id text COLLATE "C" PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  country text COLLATE "C" NOT NULL CHECK (length(country) = 2),
  tax_id text COLLATE "C",
  segment text COLLATE "C",
  contact_name text COLLATE "C",
  phone text COLLATE "C",
  email text COLLATE "C",
  search text COLLATE "C" NOT NULL
);
CREATE INDEX client_order ON client (search, client_id);
CREATE TABLE contract (
  contract_id text COLLATE "C" PRIMARY KEY,
  client_id text COLLATE "C" NOT NULL REFERENCES client (client_id),
  number text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL CHECK (length(currency) = 3),
  zone text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('draft', 'signed', 'closed')),
  credit_limit_minor bigint NOT NULL CHECK (credit_limit_minor BETWEEN 0 AND 9007199254740991),
  deposits_minor bigint NOT NULL CHECK (deposits_minor BETWEEN 0 AND 9007199254740991),
  search text COLLATE "C" NOT NULL
, terms text COLLATE "C" NOT NULL DEFAULT '{}'
  CHECK (json_typeof(terms::json) = 'object'));
CREATE INDEX contract_order ON contract (search, contract_id);
CREATE INDEX contract_of_client ON contract (client_id);
CREATE TABLE card (
  card_id text COLLATE "C" PRIMARY KEY,
  contract_id text COLLATE "C" NOT NULL REFERENCES contract (contract_id),
  pan_hash text COLLATE "C" NOT NULL UNIQUE CHECK (length(pan_hash) = 64),
  pan_masked text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL
    CHECK (state IN ('active', 'blocked', 'lost', 'returned', 'closed', 'expired')),
  block_reason text COLLATE "C" CHECK (block_reason IN ('client', 'issuer', 'theft', 'debt', 'pin')),
  expires_on text COLLATE "C",
  transaction_max_minor bigint CHECK (transaction_max_minor >= 0),
  transaction_max_ml bigint CHECK (transaction_max_ml >= 0),
  tank_capacity_ml bigint CHECK (tank_capacity_ml >= 0),
  product_ids text COLLATE "C" CHECK (product_ids IS NULL OR json_typeof(product_ids::json) = 'array'),
  station_ids text COLLATE "C" CHECK (station_ids IS NULL OR json_typeof(station_ids::json) = 'array'),
  pin_required bigint NOT NULL CHECK (pin_required IN (0, 1)),
  pin_tries_used bigint NOT NULL CHECK (pin_tries_used BETWEEN 0 AND 99),
  pin_verifier text COLLATE "C",
  offline_policy text COLLATE "C" NOT NULL CHECK (offline_policy IN ('never', 'home', 'everywhere')),
  holder text COLLATE "C",
  vehicle text COLLATE "C",
  search text COLLATE "C" NOT NULL, group_id text COLLATE "C",
  CHECK ((state = 'active') <= (block_reason IS NULL))
);
CREATE INDEX card_order ON card (search, card_id);
CREATE INDEX card_of_contract ON card (contract_id, search, card_id);
CREATE TABLE card_group (
  group_id text COLLATE "C" PRIMARY KEY,
  contract_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  search text COLLATE "C" NOT NULL
);
CREATE INDEX card_group_order ON card_group (contract_id, search, group_id);
CREATE TABLE feed (
  seq bigint UNIQUE CHECK (seq > 0),
  entity text COLLATE "C" NOT NULL,
  row_id text COLLATE "C" NOT NULL,
  station_id text COLLATE "C",
  first_seq bigint,
  scope_seq bigint,
  PRIMARY KEY (entity, row_id)
);
CREATE INDEX feed_waiting ON feed (entity, row_id) WHERE seq IS NULL;
CREATE TABLE feed_head (
  id bigint PRIMARY KEY CHECK (id = 1),
  seq bigint NOT NULL CHECK (seq >= 0)
);
INSERT INTO feed_head VALUES (1, 0);
`,
};
