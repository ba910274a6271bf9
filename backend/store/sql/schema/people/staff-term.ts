import { sharedStep } from '../ddl.ts';

/**
 * For how long after a sign-in online the network's own people unlock a workstation without a link
 * (row N-03): a network's own choice, a week until somebody makes it.
 */
export const staffTerm = sharedStep(
  360,
  'staff-term',
  ({ int }) => `
ALTER TABLE network ADD COLUMN staff_offline_days ${int} NOT NULL DEFAULT 7
  CHECK (staff_offline_days > 0);
`,
);
