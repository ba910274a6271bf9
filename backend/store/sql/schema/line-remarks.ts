import { sharedStep } from './ddl.ts';

/**
 * What a person has to look at on a line that was applied (acceptance C11): kept, because the first
 * answer may be lost.
 */
export const lineRemarks = sharedStep(
  170,
  'line-remarks',
  ({ text }) => `
ALTER TABLE journal_line ADD COLUMN remark ${text} CHECK (remark IS NULL OR status = 'applied');
`,
);
