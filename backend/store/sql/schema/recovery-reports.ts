import { sharedStep } from './ddl.ts';

/**
 * What each workstation brought to a recovery: its lines after `from_seq`, until it had reported.
 * A recovery that is over stays until a person has read it.
 */
export const recoveryReports = sharedStep(
  150,
  'recovery-reports',
  ({ int }) => `
ALTER TABLE recovery ADD COLUMN ended_at_ms ${int};
ALTER TABLE recovery_awaited ADD COLUMN from_seq ${int} NOT NULL DEFAULT 0;
ALTER TABLE recovery_awaited ADD COLUMN until_seq ${int};
ALTER TABLE recovery_awaited ADD COLUMN left_at_ms ${int};
`,
);
