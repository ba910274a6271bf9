import { sharedStep } from '../ddl.ts';

/**
 * Until when a temporary password signs in (rows N-06, O-10), and which errors are kept until a
 * success, a recovery or an unlock: those that count towards a lock (row P-18).
 */
export const passwordTerms = sharedStep(
  380,
  'password-terms',
  ({ int }) => `
ALTER TABLE user_account ADD COLUMN password_expires_at_ms ${int};
ALTER TABLE sign_in_error ADD COLUMN kept ${int} NOT NULL DEFAULT 0 CHECK (kept IN (0, 1));
`,
);
