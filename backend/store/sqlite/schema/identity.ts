import type { Migration } from '#sqlite/migration.ts';

/** Who may come in, and what workstations have told. */
export const identity: Migration = {
  number: 30,
  name: 'identity',
  sql: `
CREATE TABLE user_account (
  user_id TEXT PRIMARY KEY,
  login TEXT NOT NULL,
  login_folded TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  role TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  password_hash TEXT NOT NULL CHECK (password_hash <> '')
) STRICT;

CREATE TABLE sign_in_error (
  login_folded TEXT PRIMARY KEY,
  error_count INTEGER NOT NULL CHECK (error_count > 0),
  last_error_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  session_id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES user_account (user_id),
  role TEXT NOT NULL,
  workstation_id TEXT,
  opened_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX session_of_user ON session (user_id);

CREATE TABLE enrolment_code (
  code_hash TEXT PRIMARY KEY,
  station_id TEXT NOT NULL REFERENCES station (station_id),
  expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE workstation (
  workstation_id TEXT PRIMARY KEY,
  station_id TEXT NOT NULL REFERENCES station (station_id),
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'revoked', 'lost')),
  public_key TEXT NOT NULL,
  enrolled_at_ms INTEGER NOT NULL,
  last_seen_at_ms INTEGER,
  head_seq INTEGER NOT NULL CHECK (head_seq >= 0),
  head_hash TEXT NOT NULL CHECK (length(head_hash) = 64),
  refresh_hashes TEXT NOT NULL CHECK (json_type(refresh_hashes) = 'array'),
  access_hash TEXT UNIQUE,
  access_expires_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE journal_line (
  workstation_id TEXT NOT NULL REFERENCES workstation (workstation_id),
  seq INTEGER NOT NULL CHECK (seq > 0),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
  kind TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  status TEXT NOT NULL CHECK (status IN ('applied', 'noted', 'refused')),
  code TEXT,
  command_id TEXT,
  contract_id TEXT,
  PRIMARY KEY (workstation_id, seq),
  CHECK ((status = 'refused') = (code IS NOT NULL))
) STRICT, WITHOUT ROWID;
`,
};
