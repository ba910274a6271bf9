import { sharedStep } from '../ddl.ts';

/** A request to be forgotten is declined with its reason; asked anew it is open again. */
export const declinedErasures = sharedStep(
  460,
  'declined-erasures',
  ({ int, text }) => `
ALTER TABLE erasure_request ADD COLUMN declined_at_ms ${int};
ALTER TABLE erasure_request ADD COLUMN decline_reason ${text};
`,
);
