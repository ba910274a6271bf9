import { sharedStep } from './ddl.ts';

/** When an entry was noted: one that is not booked long after broke off and counts no more. */
export const handEntryInstants = sharedStep(
  240,
  'hand-entry-instants',
  ({ int }) => `
ALTER TABLE hand_entry ADD COLUMN noted_at_ms ${int} NOT NULL DEFAULT 0;
`,
);
