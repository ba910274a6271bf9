import { sharedStep } from '../ddl.ts';

/**
 * What holds guessers up and survives a restart: how often somebody has tried in the window that
 * runs, and the robot checks that were passed once and may not be shown again.
 */
export const guessing = sharedStep(
  280,
  'guessing',
  ({ int, text, keyed }) => `
CREATE TABLE rate_window (
  name ${text} PRIMARY KEY,
  points ${int} NOT NULL,
  ends_at_ms ${int} NOT NULL
)${keyed};
CREATE INDEX rate_window_by_end ON rate_window (ends_at_ms);
CREATE TABLE spent_proof (
  proof_id ${text} PRIMARY KEY,
  expires_at_ms ${int} NOT NULL
)${keyed};
CREATE INDEX spent_proof_by_end ON spent_proof (expires_at_ms);
`,
);
