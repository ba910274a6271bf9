import { sharedStep } from '../ddl.ts';

/**
 * On what paper somebody who is invited will act, where his programme lets nobody act without one
 * (row V-02): it is entered with the invitation, and becomes his when he accepts.
 */
export const invitedAuthority = sharedStep(
  350,
  'invited-authority',
  ({ text, jsonType }) => `
ALTER TABLE invitation ADD COLUMN authority ${text}
  CHECK (authority IS NULL OR ${jsonType('authority')} = 'object');
`,
);
