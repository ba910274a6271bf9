import { sharedStep } from '../ddl.ts';

/**
 * How people regain their accounts (rows N-09…N-12, O-06…O-10, R-13, V-17, P-15): what they asked
 * for, what staff decide, changes of contacts, and where an access was issued.
 */
export const recoveredAccess = sharedStep(
  300,
  'recovered-access',
  ({ int, text, rows, keyed }) => `
CREATE TABLE password_case (
  case_id ${text} PRIMARY KEY,
  kind ${text} NOT NULL
    CHECK (kind IN ('checked-link', 'several-accounts', 'lost-mailbox', 'in-person')),
  state ${text} NOT NULL CHECK (state IN ('waiting', 'confirmed', 'rejected')),
  programme_id ${text} NOT NULL,
  user_id ${text} REFERENCES user_account (user_id),
  claims ${text} NOT NULL,
  checks ${text} NOT NULL,
  new_email ${text},
  station_id ${text},
  override_reason ${text},
  opened_by ${text} REFERENCES user_account (user_id),
  opened_at_ms ${int} NOT NULL,
  decided_by ${text} REFERENCES user_account (user_id),
  decided_at_ms ${int},
  reason ${text},
  CHECK ((state = 'waiting') = (decided_at_ms IS NULL))
)${rows};
CREATE INDEX password_case_in_order ON password_case (state, opened_at_ms, case_id);
CREATE TABLE password_request (
  request_id ${text} PRIMARY KEY,
  subject ${text} NOT NULL,
  key_hash ${text} NOT NULL CHECK (length(key_hash) = 64),
  programme_id ${text} NOT NULL,
  user_id ${text} REFERENCES user_account (user_id),
  purpose ${text} NOT NULL CHECK (purpose IN ('set-password', 'identify')),
  secret_hash ${text} NOT NULL UNIQUE CHECK (secret_hash <> ''),
  message_id ${text} NOT NULL,
  state ${text} NOT NULL CHECK (state IN ('open', 'used', 'cancelled')),
  tries_used ${int} NOT NULL CHECK (tries_used >= 0),
  asked_at_ms ${int} NOT NULL,
  expires_at_ms ${int} NOT NULL CHECK (expires_at_ms > asked_at_ms),
  case_id ${text} REFERENCES password_case (case_id)
)${rows};
CREATE INDEX password_request_of_key ON password_request (key_hash, asked_at_ms);
CREATE INDEX password_request_of_subject ON password_request (subject, asked_at_ms);
CREATE INDEX password_request_by_age ON password_request (expires_at_ms);
CREATE TABLE contact_change (
  change_id ${text} PRIMARY KEY,
  user_id ${text} NOT NULL REFERENCES user_account (user_id),
  kind ${text} NOT NULL CHECK (kind IN ('email', 'phone')),
  value ${text} NOT NULL,
  state ${text} NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
  awaits ${text} NOT NULL,
  old_secret_hash ${text} UNIQUE,
  new_secret_hash ${text} NOT NULL UNIQUE,
  tries_used ${int} NOT NULL CHECK (tries_used >= 0),
  asked_at_ms ${int} NOT NULL,
  expires_at_ms ${int} NOT NULL CHECK (expires_at_ms > asked_at_ms)
)${rows};
CREATE INDEX contact_change_of_user ON contact_change (user_id, kind, asked_at_ms);
CREATE TABLE issued_access (
  user_id ${text} PRIMARY KEY REFERENCES user_account (user_id),
  station_id ${text} NOT NULL REFERENCES station (station_id),
  issued_by ${text} NOT NULL REFERENCES user_account (user_id),
  issued_at_ms ${int} NOT NULL
)${keyed};
CREATE TABLE postal_address (
  user_id ${text} PRIMARY KEY REFERENCES user_account (user_id),
  address ${text} NOT NULL
)${keyed};
CREATE INDEX client_by_tax_id ON client (tax_id);
`,
);
