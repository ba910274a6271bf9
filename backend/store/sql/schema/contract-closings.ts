import { sharedStep } from './ddl.ts';

/** Who ended which contract, when and why (row N-07). */
export const contractClosings = sharedStep(
  190,
  'contract-closings',
  ({ int, text, keyed }) => `
CREATE TABLE contract_closing (
  contract_id ${text} PRIMARY KEY REFERENCES contract (contract_id),
  at_ms ${int} NOT NULL,
  user_id ${text} NOT NULL,
  reason ${text} NOT NULL
)${keyed};
`,
);
