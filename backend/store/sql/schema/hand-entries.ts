import { sharedStep } from './ddl.ts';

/** Who entered which fill by hand, and why: the mark of its line on a statement. */
export const handEntries = sharedStep(
  160,
  'hand-entries',
  ({ text, rows }) => `
CREATE TABLE hand_entry (
  command_id ${text} PRIMARY KEY,
  sale_id ${text} NOT NULL,
  user_id ${text} NOT NULL REFERENCES user_account (user_id),
  entered_on ${text} NOT NULL,
  reason ${text} NOT NULL
)${rows};
CREATE INDEX hand_entry_of_sale ON hand_entry (sale_id);
CREATE INDEX hand_entry_of_day ON hand_entry (user_id, entered_on);
`,
);
