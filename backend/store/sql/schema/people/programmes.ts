import { sharedStep } from '../ddl.ts';

/**
 * Programmes as data, the versions of their documents with the texts in each language, who accepted
 * which version (R-07, R-08, V-14), and who asked to be forgotten.
 */
export const programmes = sharedStep(
  260,
  'programmes',
  ({ int, text, keyed, jsonType }) => `
CREATE TABLE programme (
  programme_id ${text} PRIMARY KEY,
  active ${int} NOT NULL CHECK (active IN (0, 1)),
  profile ${text} NOT NULL CHECK (${jsonType('profile')} = 'object'),
  revision ${int} NOT NULL CHECK (revision >= 0),
  changed_at_ms ${int} NOT NULL
)${keyed};
CREATE TABLE terms_version (
  programme_id ${text} NOT NULL REFERENCES programme (programme_id),
  kind ${text} NOT NULL CHECK (kind IN ('offer', 'rules', 'personal-data', 'marketing')),
  version ${int} NOT NULL CHECK (version > 0),
  from_ms ${int} NOT NULL,
  published_at_ms ${int} NOT NULL,
  hash ${text} NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (programme_id, kind, version)
)${keyed};
CREATE TABLE terms_text (
  programme_id ${text} NOT NULL,
  kind ${text} NOT NULL,
  version ${int} NOT NULL,
  language ${text} NOT NULL,
  title ${text} NOT NULL,
  body ${text} NOT NULL CHECK (body <> ''),
  PRIMARY KEY (programme_id, kind, version, language),
  FOREIGN KEY (programme_id, kind, version) REFERENCES terms_version (programme_id, kind, version)
)${keyed};
CREATE TABLE consent (
  consent_id ${text} PRIMARY KEY,
  user_id ${text} NOT NULL REFERENCES user_account (user_id),
  programme_id ${text} NOT NULL,
  kind ${text} NOT NULL,
  version ${int} NOT NULL,
  hash ${text} NOT NULL CHECK (length(hash) = 64),
  language ${text} NOT NULL,
  accepted_at_ms ${int} NOT NULL,
  channel ${text} NOT NULL CHECK (channel IN ('sign-in', 'cabinet', 'registration', 'desk')),
  workstation_id ${text},
  withdrawn_at_ms ${int},
  FOREIGN KEY (programme_id, kind, version) REFERENCES terms_version (programme_id, kind, version)
)${keyed};
CREATE INDEX consent_of_user ON consent (user_id, accepted_at_ms);
CREATE TABLE erasure_request (
  user_id ${text} PRIMARY KEY REFERENCES user_account (user_id),
  programme_id ${text},
  asked_at_ms ${int} NOT NULL,
  done_at_ms ${int}
)${keyed};
`,
);
