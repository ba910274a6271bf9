import { sharedStep } from '../ddl.ts';

/**
 * Who gave one of the network's people a temporary password, and when for the last time: whoever
 * has seen it may be signed in by it, and has no second person in him (row N-12).
 */
export const givenPasswords = sharedStep(
  470,
  'given-passwords',
  ({ int, text, keyed }) => `
CREATE TABLE given_password (
  user_id ${text} NOT NULL REFERENCES user_account (user_id),
  given_by ${text} NOT NULL REFERENCES user_account (user_id),
  given_at_ms ${int} NOT NULL,
  PRIMARY KEY (user_id, given_by)
)${keyed};
`,
);
