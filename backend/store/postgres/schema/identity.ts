import type { Migration } from '#sqlite/migration.ts';

/** Who may come in, and what workstations have told. */
export const identity: Migration = {
  number: 30,
  name: 'identity',
  sql: `
CREATE TABLE user_account (
  user_id text COLLATE "C" PRIMARY KEY,
  login text COLLATE "C" NOT NULL,
  login_folded text COLLATE "C" NOT NULL UNIQUE,
  display_name text COLLATE "C" NOT NULL,
  role text COLLATE "C" NOT NULL,
  active bigint NOT NULL CHECK (active IN (0, 1)),
  password_hash text COLLATE "C" NOT NULL CHECK (password_hash <> '')
);
CREATE TABLE sign_in_error (
  login_folded text COLLATE "C" PRIMARY KEY,
  error_count bigint NOT NULL CHECK (error_count > 0),
  last_error_at_ms bigint NOT NULL
);
CREATE TABLE session (
  session_id text COLLATE "C" PRIMARY KEY,
  token_hash text COLLATE "C" NOT NULL UNIQUE,
  user_id text COLLATE "C" NOT NULL REFERENCES user_account (user_id),
  role text COLLATE "C" NOT NULL,
  workstation_id text COLLATE "C",
  opened_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL
);
CREATE INDEX session_of_user ON session (user_id);
CREATE TABLE enrolment_code (
  code_hash text COLLATE "C" PRIMARY KEY,
  station_id text COLLATE "C" NOT NULL REFERENCES station (station_id),
  expires_at_ms bigint NOT NULL
);
CREATE TABLE workstation (
  workstation_id text COLLATE "C" PRIMARY KEY,
  station_id text COLLATE "C" NOT NULL REFERENCES station (station_id),
  name text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('active', 'revoked', 'lost')),
  public_key text COLLATE "C" NOT NULL,
  enrolled_at_ms bigint NOT NULL,
  last_seen_at_ms bigint,
  head_seq bigint NOT NULL CHECK (head_seq >= 0),
  head_hash text COLLATE "C" NOT NULL CHECK (length(head_hash) = 64),
  refresh_hashes text COLLATE "C" NOT NULL CHECK (json_typeof(refresh_hashes::json) = 'array'),
  access_hash text COLLATE "C" UNIQUE,
  access_expires_at_ms bigint NOT NULL
);
CREATE TABLE journal_line (
  workstation_id text COLLATE "C" NOT NULL REFERENCES workstation (workstation_id),
  seq bigint NOT NULL CHECK (seq > 0),
  hash text COLLATE "C" NOT NULL CHECK (length(hash) = 64),
  previous_hash text COLLATE "C" NOT NULL CHECK (length(previous_hash) = 64),
  kind text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL,
  body text COLLATE "C" NOT NULL CHECK (json_typeof(body::json) IS NOT NULL),
  status text COLLATE "C" NOT NULL CHECK (status IN ('applied', 'noted', 'refused')),
  code text COLLATE "C",
  command_id text COLLATE "C",
  contract_id text COLLATE "C",
  PRIMARY KEY (workstation_id, seq),
  CHECK ((status = 'refused') = (code IS NOT NULL))
);
`,
};
