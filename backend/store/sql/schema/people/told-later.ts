import { sharedStep, type Ddl } from '../ddl.ts';

/**
 * What is written at a workstation without the link and told later: feedback (row N-26), and that
 * somebody accepted a document by coming in there (V-14).
 */
export const toldLater = sharedStep(370, 'told-later', (ddl) => feedback(ddl) + consents(ddl));

function feedback({ int, text, rows }: Ddl): string {
  return `
CREATE TABLE feedback (
  feedback_id ${text} PRIMARY KEY,
  number ${int} NOT NULL UNIQUE CHECK (number > 0),
  programme_id ${text},
  contact ${text} NOT NULL CHECK (contact <> ''),
  body ${text} NOT NULL CHECK (body <> ''),
  language ${text} NOT NULL,
  workstation_id ${text} REFERENCES workstation (workstation_id),
  written_at_ms ${int} NOT NULL,
  told_at_ms ${int} NOT NULL,
  state ${text} NOT NULL CHECK (state IN ('new', 'answered', 'closed')),
  answer ${text},
  answered_at_ms ${int},
  answered_by ${text} REFERENCES user_account (user_id),
  closed_at_ms ${int},
  closed_by ${text} REFERENCES user_account (user_id),
  revision ${int} NOT NULL CHECK (revision >= 0),
  CHECK ((answer IS NULL) = (answered_by IS NULL)),
  CHECK ((state = 'closed') = (closed_by IS NOT NULL))
)${rows};
CREATE INDEX feedback_of_state ON feedback (state, number);
`;
}

/** Another way to accept, and when it was told: a column's rule changes with its table alone. */
function consents({ int, text, keyed }: Ddl): string {
  return `
CREATE TABLE consent_next (
  consent_id ${text} PRIMARY KEY,
  user_id ${text} NOT NULL REFERENCES user_account (user_id),
  programme_id ${text} NOT NULL,
  kind ${text} NOT NULL,
  version ${int} NOT NULL,
  hash ${text} NOT NULL CHECK (length(hash) = 64),
  language ${text} NOT NULL,
  accepted_at_ms ${int} NOT NULL,
  channel ${text} NOT NULL
    CHECK (channel IN ('sign-in', 'cabinet', 'registration', 'desk', 'offline')),
  workstation_id ${text},
  withdrawn_at_ms ${int},
  told_at_ms ${int} CHECK ((told_at_ms IS NOT NULL) = (channel = 'offline')),
  FOREIGN KEY (programme_id, kind, version) REFERENCES terms_version (programme_id, kind, version)
)${keyed};
INSERT INTO consent_next (consent_id, user_id, programme_id, kind, version, hash, language,
  accepted_at_ms, channel, workstation_id, withdrawn_at_ms)
SELECT consent_id, user_id, programme_id, kind, version, hash, language, accepted_at_ms, channel,
  workstation_id, withdrawn_at_ms
FROM consent;
DROP TABLE consent;
ALTER TABLE consent_next RENAME TO consent;
CREATE INDEX consent_of_user ON consent (user_id, accepted_at_ms);
`;
}
