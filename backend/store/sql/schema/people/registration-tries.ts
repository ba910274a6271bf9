import { sharedStep } from '../ddl.ts';

/** Wrong codes of a registration before its latest one: they count for its phone all day. */
export const registrationTries = sharedStep(
  490,
  'registration-tries',
  ({ int }) => `
ALTER TABLE registration ADD COLUMN tries_before ${int} NOT NULL DEFAULT 0;
`,
);
