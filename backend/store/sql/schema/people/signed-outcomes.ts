import { sharedStep } from '../ddl.ts';

/**
 * The kept answer of a signed contract names the login of the account that was born with it (row
 * N-05). It has to be found when that person is forgotten, among all answers of the network.
 */
export const signedOutcomes = sharedStep(
  420,
  'signed-outcomes',
  () => `
CREATE INDEX command_outcome_signed ON command_outcome (contract_id) WHERE kind = 'contract.sign';
`,
);
