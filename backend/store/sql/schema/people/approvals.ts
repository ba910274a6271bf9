import { sharedStep } from '../ddl.ts';

/** What waits for a second person (row N-12), and what became of it. */
export const approvals = sharedStep(
  320,
  'approvals',
  ({ int, text, rows }) => `
CREATE TABLE approval (
  approval_id ${text} PRIMARY KEY,
  event ${text} NOT NULL,
  needed_right ${text} NOT NULL,
  subject_kind ${text} NOT NULL,
  subject_id ${text} NOT NULL,
  digest ${text} NOT NULL CHECK (length(digest) = 64),
  asked_by ${text} NOT NULL REFERENCES user_account (user_id),
  asked_at_ms ${int} NOT NULL,
  expires_at_ms ${int} NOT NULL CHECK (expires_at_ms > asked_at_ms),
  state ${text} NOT NULL CHECK (state IN ('waiting', 'given', 'refused', 'used')),
  decided_by ${text} REFERENCES user_account (user_id),
  decided_at_ms ${int},
  reason ${text},
  CHECK (state = 'refused' OR decided_by IS NULL OR decided_by <> asked_by)
)${rows};
CREATE INDEX approval_of_subject ON approval (event, subject_id, asked_at_ms);
CREATE INDEX approval_waiting ON approval (state, asked_at_ms);
`,
);
