import { sharedStep } from '../ddl.ts';

/**
 * Accounts of programmes beside those of the network's own people (architecture §11), the passwords
 * that somebody had before (N-22), and the audit trail, whose entries are chained by their hashes.
 */
export const people = sharedStep(
  250,
  'people',
  ({ int, text, rows, keyed }) => `
ALTER TABLE user_account ADD COLUMN programme_id ${text};
ALTER TABLE user_account ADD COLUMN email ${text};
ALTER TABLE user_account ADD COLUMN phone ${text};
ALTER TABLE user_account ADD COLUMN state ${text} NOT NULL DEFAULT 'active'
  CHECK (state IN ('active', 'locked', 'closed', 'erased'));
ALTER TABLE user_account ADD COLUMN must_set_password ${int} NOT NULL DEFAULT 0
  CHECK (must_set_password IN (0, 1));
ALTER TABLE user_account ADD COLUMN password_set_at_ms ${int};
ALTER TABLE user_account ADD COLUMN grants ${text} NOT NULL DEFAULT '[]';
ALTER TABLE user_account ADD COLUMN preferences ${text} NOT NULL DEFAULT '{}';
ALTER TABLE user_account ADD COLUMN revision ${int} NOT NULL DEFAULT 0 CHECK (revision >= 0);
CREATE INDEX user_account_of_client ON user_account (client_id);
CREATE INDEX user_account_by_email ON user_account (programme_id, email);
CREATE INDEX user_account_by_phone ON user_account (programme_id, phone);
ALTER TABLE session ADD COLUMN purpose ${text} NOT NULL DEFAULT 'ordinary'
  CHECK (purpose IN ('ordinary', 'set-password', 'accept-terms'));
CREATE TABLE password_history (
  user_id ${text} NOT NULL REFERENCES user_account (user_id),
  set_at_ms ${int} NOT NULL,
  password_hash ${text} NOT NULL CHECK (password_hash <> ''),
  PRIMARY KEY (user_id, set_at_ms, password_hash)
)${keyed};
CREATE TABLE audit_entry (
  seq ${int} PRIMARY KEY CHECK (seq > 0),
  at_ms ${int} NOT NULL,
  event ${text} NOT NULL,
  user_id ${text},
  workstation_id ${text},
  subject_kind ${text},
  subject_id ${text},
  code ${text},
  before ${text},
  after ${text},
  previous_hash ${text} NOT NULL CHECK (length(previous_hash) = 64),
  hash ${text} NOT NULL UNIQUE CHECK (length(hash) = 64)
)${rows};
CREATE INDEX audit_entry_of_subject ON audit_entry (subject_kind, subject_id, seq);
CREATE INDEX audit_entry_of_user ON audit_entry (user_id, seq);
`,
);
