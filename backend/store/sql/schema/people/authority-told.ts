import { sharedStep } from '../ddl.ts';

/**
 * Of which end of his paper a representative has been told (rows V-02, R-27): a new paper has
 * another end, and is told of in its turn.
 */
export const authorityTold = sharedStep(
  440,
  'authority-told',
  ({ text }) => `
ALTER TABLE representative_authority ADD COLUMN told_until_on ${text};
CREATE INDEX representative_authority_ending ON representative_authority (until_on);
`,
);
